package io.recvq.probe;

/**
 * Whether a port speaks the framed protocol.
 *
 * @param speaks whether a well-formed frame came back
 * @param detail the content of the answer, or what came instead; foreign text, bounded
 */
public record FrameFacts(boolean speaks, String detail) {}
