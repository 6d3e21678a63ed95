/**
 * What other rooms found, in words, pictures and JSON: rows of the socket table, calls, events of
 * peers, replies, scenarios, entries of the reference, screens of the full-screen views.
 *
 * <p>In: values of the domain. Out: lines of text, JSON objects, pages of a report. Foreign text is
 * escaped here. Fails with {@link io.recvq.render.OutputException} when the output takes no more.
 */
@NullMarked
package io.recvq.view;

import org.jspecify.annotations.NullMarked;
