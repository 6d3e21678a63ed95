/**
 * The rules that turn what was seen into findings in plain words, with evidence.
 *
 * <p>In: samples of connections, rows of the socket table, events of a flow. Out: verdicts and
 * findings. Time comes with the samples; nothing is looked up. Cannot fail: too little to judge by
 * is a verdict that says so.
 */
@NullMarked
package io.recvq.diagnose;

import org.jspecify.annotations.NullMarked;
