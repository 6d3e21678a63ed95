package io.recvq.capture;

import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import io.recvq.net.OperationException;
import io.recvq.wire.CapturedPacket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

/**
 * A filter in the language of pcap-filter(7) for packets that were captured already: compiled by
 * libpcap once for each link type, then run here. Not for several threads.
 */
public final class PacketFilter {
  private static final int SNAP_BYTES = 262_144;
  private static final int INSTRUCTION_BYTES = 8;
  private static final int NETMASK_UNKNOWN = 0xffffffff;

  /** {@code struct bpf_program}: a count, padding, and the address of the instructions. */
  private static final int PROGRAM_BYTES = 16;

  private static final int PROGRAM_POINTER_AT = 8;

  private final String expression;
  private final Map<Integer, BpfMachine> machines = new HashMap<>();

  /** libpcap's compiler; pcap4j keeps what it compiles to itself. */
  private interface Compiler extends Library {
    Pointer pcap_open_dead(int linkType, int snapBytes);

    int pcap_compile(Pointer handle, Pointer program, String expression, int optimize, int mask);

    void pcap_freecode(Pointer program);

    String pcap_geterr(Pointer handle);

    void pcap_close(Pointer handle);
  }

  private PacketFilter(String expression) {
    this.expression = expression;
  }

  /**
   * Compiles the filter for a first link type. Throws OperationException when libpcap is missing,
   * FilterException when it does not understand the expression.
   */
  public static PacketFilter compile(String expression, int linkType) throws OperationException {
    PacketFilter filter = new PacketFilter(expression);
    filter.machine(linkType);
    return filter;
  }

  /**
   * Whether the packet passes. Throws OperationException when the filter makes no sense for the
   * packet's link type, if that is a new one.
   */
  public boolean matches(CapturedPacket packet) throws OperationException {
    BpfMachine machine;
    try {
      machine = machine(packet.linkType());
    } catch (FilterException e) {
      throw OperationException.of("look at packet " + packet.number(), e.getMessage(), "");
    }
    return machine.accepts(
        packet.buffer(), packet.offset(), packet.capturedBytes(), packet.wireBytes());
  }

  private BpfMachine machine(int linkType) throws OperationException {
    BpfMachine machine = machines.get(linkType);
    if (machine == null) {
      machine = compileFor(linkType);
      machines.put(linkType, machine);
    }
    return machine;
  }

  private BpfMachine compileFor(int linkType) throws OperationException {
    String attempted = "use the filter '" + expression + "'";
    try {
      Compiler compiler = Native.load(Libpcap.LIBRARY, Compiler.class);
      Pointer handle = compiler.pcap_open_dead(LinkTypes.toDlt(linkType), SNAP_BYTES);
      try (Memory program = new Memory(PROGRAM_BYTES)) {
        if (compiler.pcap_compile(handle, program, expression, 1, NETMASK_UNKNOWN) != 0) {
          throw new FilterException(expression, compiler.pcap_geterr(handle));
        }
        int count = program.getInt(0);
        Pointer instructions = program.getPointer(PROGRAM_POINTER_AT);
        byte[] copy = instructions.getByteArray(0, count * INSTRUCTION_BYTES);
        compiler.pcap_freecode(program);
        return new BpfMachine(ByteBuffer.wrap(copy).order(ByteOrder.nativeOrder()), count);
      } finally {
        compiler.pcap_close(handle);
      }
    } catch (LinkageError e) {
      throw Libpcap.notLoaded(attempted, e);
    }
  }
}
