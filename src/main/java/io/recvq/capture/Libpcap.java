package io.recvq.capture;

import io.recvq.net.Errno;
import io.recvq.net.IpAddress;
import io.recvq.net.OperationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapAddress;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.PcapNetworkInterface;
import org.pcap4j.core.Pcaps;

/**
 * The door to libpcap through pcap4j: loads it at the first use and turns its failures into
 * messages that name the remedy.
 */
public final class Libpcap {
  /** The name by which JNA finds it. */
  static final String LIBRARY = System.getProperty("org.pcap4j.core.pcapLibName", "pcap");

  private static final int PERMISSION_DENIED = -8;
  private static final int NO_SUCH_DEVICE = -5;
  private static final int DEVICE_NOT_UP = -9;

  /** The JVM tells the true reason only once; later attempts fail with another, useless one. */
  private static @Nullable String firstFailure;

  private Libpcap() {}

  /** What is called behind the door. */
  interface Call<T> {
    T run() throws PcapNativeException, NotOpenException;
  }

  /** Runs a call; every way in which libpcap refuses becomes an OperationException. */
  static <T> T call(String attempted, Call<T> call) throws OperationException {
    try {
      return call.run();
    } catch (LinkageError e) {
      throw notLoaded(attempted, e);
    } catch (NotOpenException e) {
      throw new IllegalStateException(e);
    } catch (PcapNativeException e) {
      throw refused(attempted, e);
    }
  }

  private static synchronized String remember(LinkageError failure) {
    if (firstFailure == null) {
      firstFailure = String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    }
    return firstFailure;
  }

  /** The exception for a library that cannot be loaded. */
  static OperationException notLoaded(String attempted, LinkageError failure) {
    String words = remember(failure);
    boolean bridge = words.contains("jnidispatch") || words.contains("temporary");
    OperationException exception =
        OperationException.of(
            attempted,
            bridge ? "JNA cannot load its native part: " + words : "libpcap is not installed",
            bridge
                ? "name a directory that allows execution: RECVQ_JAVA_OPTIONS=-Djna.tmpdir=DIR"
                : "install it: apt-get install libpcap0.8, or dnf install libpcap");
    exception.initCause(failure);
    return exception;
  }

  private static OperationException refused(String attempted, PcapNativeException failure) {
    String words = String.valueOf(failure.getMessage()).strip();
    Integer code = failure.getReturnCode();
    OperationException exception;
    if (code != null && code == PERMISSION_DENIED || words.contains("permission")) {
      exception = OperationException.of(attempted, Errno.EPERM, CaptureRights.remedy());
    } else if (code != null && code == NO_SUCH_DEVICE || words.contains("No such device")) {
      exception = OperationException.of(attempted, Errno.ENODEV, "list them: recvq capture --list");
    } else if (code != null && code == DEVICE_NOT_UP) {
      exception = OperationException.of(attempted, Errno.ENETDOWN, "bring the interface up");
    } else {
      exception = OperationException.of(attempted, words, "");
    }
    exception.initCause(failure);
    return exception;
  }

  /** libpcap's own words for its version. Throws OperationException when it cannot be loaded. */
  public static String version() throws OperationException {
    return call("load libpcap", Pcaps::libVersion);
  }

  /** What packets can be captured on. Throws OperationException when libpcap cannot tell. */
  public static List<CaptureDevice> devices() throws OperationException {
    List<CaptureDevice> devices = new ArrayList<>();
    for (PcapNetworkInterface device : call("list the interfaces", Pcaps::findAllDevs)) {
      devices.add(
          new CaptureDevice(
              device.getName(),
              Optional.ofNullable(device.getDescription()).orElse(""),
              device.isLoopBack(),
              device.isUp(),
              addresses(device)));
    }
    return devices;
  }

  private static List<IpAddress> addresses(PcapNetworkInterface device) {
    List<IpAddress> addresses = new ArrayList<>();
    for (PcapAddress address : device.getAddresses()) {
      if (address.getAddress() != null) {
        addresses.add(IpAddress.of(address.getAddress()));
      }
    }
    return addresses;
  }
}
