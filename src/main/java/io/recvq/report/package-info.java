/**
 * The page of a report: what a program did, what the kernel held and what the wire carried, on one
 * time axis, as one HTML file that needs nothing beside itself.
 *
 * <p>In: plain values, with moments in nanoseconds since the axis began; text of peers and captures
 * as it came. Out: the text of the page, in which foreign text stays text. Thins out what is too
 * much and says so on the page. Cannot fail but by a defect.
 */
@NullMarked
package io.recvq.report;

import org.jspecify.annotations.NullMarked;
