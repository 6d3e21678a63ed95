package io.recvq.cli;

import io.recvq.net.AddressSpec;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads addresses: PORT, HOST:PORT, [V6]:PORT, :PORT, unix:PATH. */
final class AddressConverter implements ITypeConverter<AddressSpec> {
  @Override
  public AddressSpec convert(String value) {
    try {
      return AddressSpec.parse(value);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
