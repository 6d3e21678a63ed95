package io.recvq.capture;

/**
 * What the kernel counted while capturing.
 *
 * @param received packets that matched the filter: handed on, or dropped by the kernel
 * @param droppedByKernel packets that found no room in the kernel's buffer
 * @param droppedByInterface packets that the interface or its driver dropped
 */
public record CaptureStatistics(long received, long droppedByKernel, long droppedByInterface) {
  public static final CaptureStatistics NONE = new CaptureStatistics(0, 0, 0);
}
