/**
 * The reference as data: what an errno, an ICMP message, a TCP state, a column, a field, a note or
 * a setting means, its usual causes, how to tell them apart, and what to run next.
 *
 * <p>In: a word as a user writes it. Out: entries of the reference, or the words nearest to it.
 * Nothing here can fail but the text files of this package, which a test reads whole.
 */
@NullMarked
package io.recvq.explain;

import org.jspecify.annotations.NullMarked;
