package io.recvq.sys;

import com.sun.jna.Native;
import io.recvq.net.Errno;
import io.recvq.net.OperationException;
import java.util.HashMap;
import java.util.Map;

/**
 * The door to JNA. The JVM says why a class cannot be initialised only to the thread that asks
 * first (JVMS 5.5); here the reason is kept, and each later caller gets it too.
 */
final class NativeBridge {
  /** How many files are opened while JNA unpacks its native part and loads it. */
  private static final int FILES_TO_LOAD = 6;

  private static final String TOO_MANY = Errno.EMFILE.text();

  private static final Map<Class<?>, String> FAILURES = new HashMap<>();

  private NativeBridge() {}

  /**
   * Initialises JNA, then a class of native methods that registers itself.
   *
   * @param attempted what the caller wants of it, as in "open a socket"
   * @throws OperationException when that is impossible, with the first failure's reason
   */
  static void load(String attempted, Class<?> calls) throws OperationException {
    initialize(attempted, Native.class);
    initialize(attempted, calls);
  }

  /** The same on a thread of its own, which ends by itself; who needs a class is told. */
  static void loadAhead(Class<?>... calls) {
    Thread loader = new Loader(calls);
    loader.setDaemon(true);
    loader.start();
  }

  /** No lambda: a program's first one takes longer to link than this thread to start. */
  private static final class Loader extends Thread {
    private final Class<?>[] calls;

    Loader(Class<?>... calls) {
      super("native");
      this.calls = calls;
    }

    @Override
    public void run() {
      try {
        for (Class<?> each : calls) {
          load("load ahead", each);
        }
      } catch (OperationException e) {
        // Kept, and thrown where the class is needed.
        return;
      }
    }
  }

  private static void initialize(String attempted, Class<?> type) throws OperationException {
    String failure;
    synchronized (FAILURES) {
      failure = FAILURES.get(type);
      if (failure == null) {
        try {
          Class.forName(type.getName(), true, type.getClassLoader());
          return;
        } catch (ClassNotFoundException e) {
          throw new IllegalStateException(e);
        } catch (LinkageError e) {
          failure = Machine.local().canOpen(FILES_TO_LOAD) ? firstWords(e) : TOO_MANY;
          FAILURES.put(type, failure);
        }
      }
    }
    throw OperationException.of(
        attempted,
        "the native access library (JNA) does not load: " + failure,
        failure.contains(TOO_MANY)
            ? "raise the limit: ulimit -n 4096"
            : "is the temporary folder writable and not mounted noexec? See recvq doctor");
  }

  /** The first line of the innermost reason: a class's own failure wraps that of a call. */
  private static String firstWords(Throwable failure) {
    Throwable innermost = failure;
    while (innermost.getCause() != null) {
      innermost = innermost.getCause();
    }
    return String.valueOf(innermost.getMessage()).lines().findFirst().orElse("");
  }
}
