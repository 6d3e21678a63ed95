package io.recvq.cli;

import io.recvq.lab.Lab;
import io.recvq.render.LastResult;
import java.util.function.Consumer;

/**
 * What ties a command to the session that runs it.
 *
 * @param lab the session's named endpoints
 * @param last remembers what the command says, for the session's variables
 * @param named is told the name of what the command runs, on the command's thread
 */
public record SessionLink(Lab lab, LastResult last, Consumer<String> named) {}
