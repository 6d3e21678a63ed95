/**
 * The interactive shell and scripts: reading lines, completion, history, jobs; it runs the same
 * command objects as the command line.
 *
 * <p>In: lines of a terminal, a pipe or a file. Out: what the commands write, and the exit status
 * of the first failing line. Can fail: a script that cannot be read, a line that does not parse.
 */
@NullMarked
package io.recvq.shell;

import org.jspecify.annotations.NullMarked;
