/**
 * Scripted checks: a file says what should hold, a run says whether it does, reports say it to
 * people and to machines.
 *
 * <p>In: check files. Out: results in the order of the file, and reports as text. Fails with {@link
 * io.recvq.document.DocumentException} on a file that is wrong; what could not be checked is a
 * result of its own, apart from what failed.
 */
@NullMarked
package io.recvq.check;

import org.jspecify.annotations.NullMarked;
