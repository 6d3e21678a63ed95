package io.recvq.sys;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import org.jspecify.annotations.Nullable;

/**
 * A function of the C library for calls that are not many: each takes a microsecond longer than a
 * native method that JNA has registered, but nothing has to be generated before the first one,
 * which takes a short command's JVM as long as twenty thousand calls. Arguments are numbers,
 * strings, arrays of primitives (which the function may write to), direct buffers, pointers and
 * null. The errno of a call is {@link SocketCalls#lastErrno}.
 */
final class CFunction {
  private final Function function;

  private CFunction(Function function) {
    this.function = function;
  }

  /** Throws UnsatisfiedLinkError when the C library does not have it. */
  static CFunction named(String name) {
    return new CFunction(NativeLibrary.getInstance(Platform.C_LIBRARY_NAME).getFunction(name));
  }

  /** Calls what returns an int. */
  int number(@Nullable Object... arguments) {
    return function.invokeInt(arguments);
  }

  /** Calls what returns a size_t or an ssize_t. */
  long size(@Nullable Object... arguments) {
    return function.invokeLong(arguments);
  }

  /** Calls what returns a string that stays the library's. */
  String text(@Nullable Object... arguments) {
    return function.invokeString(arguments, false);
  }

  /** Calls what returns nothing. */
  void nothing(@Nullable Object... arguments) {
    function.invokeVoid(arguments);
  }
}
