/**
 * Text and JSON on their way out: tables, NDJSON, colour, charts, escaping of foreign bytes.
 *
 * <p>In: plain values. Out: bytes on the stream that it was handed. Knows no domain type. Fails
 * with {@link io.recvq.render.OutputException} when the stream takes no more.
 */
@NullMarked
package io.recvq.render;

import org.jspecify.annotations.NullMarked;
