package io.recvq.capture;

import java.nio.ByteBuffer;

/**
 * Runs a compiled packet filter on packets in memory: the classic BPF machine (McCanne and Jacobson
 * 1993; bpf(4)), with an accumulator, an index register and sixteen words of scratch memory. Loads
 * beyond the captured bytes reject the packet, as the kernel does.
 */
final class BpfMachine {
  private static final int SCRATCH_WORDS = 16;

  private static final int CLASS_MASK = 0x07;
  private static final int LD = 0x00;
  private static final int LDX = 0x01;
  private static final int ST = 0x02;
  private static final int STX = 0x03;
  private static final int ALU = 0x04;
  private static final int JMP = 0x05;
  private static final int RET = 0x06;

  private static final int MODE_MASK = 0xe0;
  private static final int MODE_IMM = 0x00;
  private static final int MODE_ABS = 0x20;
  private static final int MODE_IND = 0x40;
  private static final int MODE_MEM = 0x60;
  private static final int MODE_LEN = 0x80;
  private static final int MODE_MSH = 0xa0;

  private static final int SIZE_MASK = 0x18;
  private static final int SIZE_HALF = 0x08;
  private static final int SIZE_BYTE = 0x10;

  private static final int OP_MASK = 0xf0;
  private static final int FROM_X = 0x08;
  private static final int RETURN_A = 0x10;
  private static final int TO_A = 0x80;

  private final int[] codes;
  private final int[] whenTrue;
  private final int[] whenFalse;
  private final int[] constants;
  private final int[] scratch = new int[SCRATCH_WORDS];

  private ByteBuffer bytes = ByteBuffer.allocate(0);
  private int start;
  private int captured;
  private boolean outside;

  /**
   * @param program instructions of eight bytes in the buffer's byte order: code (16 bits), the two
   *     jump distances (8 bits each), the constant (32 bits)
   */
  BpfMachine(ByteBuffer program, int instructions) {
    codes = new int[instructions];
    whenTrue = new int[instructions];
    whenFalse = new int[instructions];
    constants = new int[instructions];
    for (int i = 0; i < instructions; i++) {
      codes[i] = program.getShort(8 * i) & 0xffff;
      whenTrue[i] = program.get(8 * i + 2) & 0xff;
      whenFalse[i] = program.get(8 * i + 3) & 0xff;
      constants[i] = program.getInt(8 * i + 4);
    }
  }

  /** Whether the program accepts a packet of this many bytes on the wire. */
  boolean accepts(ByteBuffer buffer, int offset, int capturedBytes, int wireBytes) {
    bytes = buffer;
    start = offset;
    captured = capturedBytes;
    outside = false;
    int a = 0;
    int x = 0;
    for (int pc = 0; pc < codes.length && !outside; pc++) {
      int code = codes[pc];
      int k = constants[pc];
      switch (code & CLASS_MASK) {
        case LD -> a = load(code, k, x, wireBytes);
        case LDX -> x = load(code, k, 0, wireBytes);
        case ST -> scratch[k & SCRATCH_WORDS - 1] = a;
        case STX -> scratch[k & SCRATCH_WORDS - 1] = x;
        case ALU -> a = compute(code, a, (code & FROM_X) != 0 ? x : k);
        case JMP -> pc += jump(code, a, (code & FROM_X) != 0 ? x : k, k, pc);
        case RET -> {
          return ((code & RETURN_A) != 0 ? a : k) != 0;
        }
        default -> {
          if ((code & TO_A) != 0) {
            a = x;
          } else {
            x = a;
          }
        }
      }
    }
    return false;
  }

  private int load(int code, int k, int x, int wireBytes) {
    return switch (code & MODE_MASK) {
      case MODE_IMM -> k;
      case MODE_ABS -> packet(code, Integer.toUnsignedLong(k));
      case MODE_IND -> packet(code, Integer.toUnsignedLong(k) + Integer.toUnsignedLong(x));
      case MODE_MEM -> scratch[k & SCRATCH_WORDS - 1];
      case MODE_LEN -> wireBytes;
      case MODE_MSH -> (packet(SIZE_BYTE, Integer.toUnsignedLong(k)) & 0xf) << 2;
      default -> refuse();
    };
  }

  private int packet(int code, long at) {
    int size = code & SIZE_MASK;
    int width = size == SIZE_BYTE ? 1 : size == SIZE_HALF ? 2 : 4;
    if (at + width > captured) {
      return refuse();
    }
    int index = start + (int) at;
    return switch (width) {
      case 1 -> bytes.get(index) & 0xff;
      case 2 -> (bytes.get(index) & 0xff) << 8 | (bytes.get(index + 1) & 0xff);
      default ->
          bytes.get(index) << 24
              | (bytes.get(index + 1) & 0xff) << 16
              | (bytes.get(index + 2) & 0xff) << 8
              | (bytes.get(index + 3) & 0xff);
    };
  }

  private int refuse() {
    outside = true;
    return 0;
  }

  private int compute(int code, int a, int operand) {
    return switch (code & OP_MASK) {
      case 0x00 -> a + operand;
      case 0x10 -> a - operand;
      case 0x20 -> a * operand;
      case 0x30 -> operand == 0 ? refuse() : Integer.divideUnsigned(a, operand);
      case 0x40 -> a | operand;
      case 0x50 -> a & operand;
      case 0x60 -> Integer.compareUnsigned(operand, 32) < 0 ? a << operand : 0;
      case 0x70 -> Integer.compareUnsigned(operand, 32) < 0 ? a >>> operand : 0;
      case 0x80 -> -a;
      case 0x90 -> operand == 0 ? refuse() : Integer.remainderUnsigned(a, operand);
      case 0xa0 -> a ^ operand;
      default -> refuse();
    };
  }

  private int jump(int code, int a, int operand, int k, int pc) {
    boolean taken;
    switch (code & OP_MASK) {
      case 0x00 -> {
        return k;
      }
      case 0x10 -> taken = a == operand;
      case 0x20 -> taken = Integer.compareUnsigned(a, operand) > 0;
      case 0x30 -> taken = Integer.compareUnsigned(a, operand) >= 0;
      case 0x40 -> taken = (a & operand) != 0;
      default -> {
        return refuse();
      }
    }
    return taken ? whenTrue[pc] : whenFalse[pc];
  }
}
