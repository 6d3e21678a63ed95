package io.recvq.capture;

import io.recvq.net.IpAddress;
import java.util.List;

/**
 * Something that packets can be captured on.
 *
 * @param name as the system calls it: {@code lo}, {@code eth0}, {@code any}
 * @param description in words; empty where there is none
 * @param addresses of the interface; empty for pseudo devices
 */
public record CaptureDevice(
    String name, String description, boolean loopback, boolean up, List<IpAddress> addresses) {
  public CaptureDevice {
    addresses = List.copyOf(addresses);
  }
}
