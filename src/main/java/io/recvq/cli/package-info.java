/**
 * One thin picocli class a command: chooses, wires up, renders, and maps the outcome to an exit
 * status.
 *
 * <p>In: the words of a command line. Out: results on the context's output, messages on its error
 * stream, an {@link io.recvq.cli.ExitStatus}.
 */
@NullMarked
package io.recvq.cli;

import org.jspecify.annotations.NullMarked;
