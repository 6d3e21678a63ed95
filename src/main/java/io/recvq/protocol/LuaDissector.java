package io.recvq.protocol;

import java.util.OptionalInt;

/**
 * Writes a dissector for Wireshark and tshark in Lua that cuts streams as a framing does. It asks
 * Wireshark for more bytes until a frame is whole, so frames are found however they are segmented.
 */
public final class LuaDissector {
  private LuaDissector() {}

  /**
   * The script.
   *
   * @param port of the server; without one, streams are recognised by their first bytes where the
   *     framing allows it
   * @throws IllegalArgumentException for a framing that Wireshark dissects by itself, or cannot
   *     recognise without a port
   */
  public static String script(Framing framing, OptionalInt port) {
    String measure = measure(framing);
    if (port.isEmpty() && !isRecognisable(framing)) {
      throw new IllegalArgumentException(
          "streams of '" + framing.name() + "' are told by their port only; give --port");
    }
    String registration =
        port.isPresent()
            ? "DissectorTable.get(\"tcp.port\"):add(" + port.getAsInt() + ", proto)\n"
            : HEURISTIC;
    return HEAD.replace("@NAME@", framing.name()) + measure + BODY + registration;
  }

  private static boolean isRecognisable(Framing framing) {
    return framing instanceof AppFraming
        || framing instanceof JsonHeaderFraming
        || framing instanceof LengthFraming length && length.magic().length > 0;
  }

  private static String measure(Framing framing) {
    if (framing instanceof AppFraming) {
      return jsonHeader(new LengthField(0, AppFraming.PREFIX, true), "content-length");
    }
    if (framing instanceof JsonHeaderFraming json) {
      return jsonHeader(json.field(), json.key());
    }
    if (framing instanceof LengthFraming length) {
      return length(length);
    }
    if (framing instanceof LinesFraming) {
      return LINES;
    }
    throw new IllegalArgumentException(
        "Wireshark dissects " + framing.name() + " by itself; it needs no script");
  }

  private static String jsonHeader(LengthField field, String key) {
    if (!key.matches("[ -~]+") || key.indexOf('\'') >= 0 || key.indexOf('\\') >= 0) {
      throw new IllegalArgumentException("no dissector for the key '" + key + "'");
    }
    // In a pattern of Lua every character that is no letter or digit can be escaped.
    String pattern = key.replaceAll("([^A-Za-z0-9])", "%$1");
    return JSON_HEADER
        .replace("@READ@", read(field))
        .replace("@PREFIX@", Integer.toString(field.offset() + field.width()))
        .replace("@KEY@", pattern);
  }

  private static String length(LengthFraming framing) {
    LengthField field = framing.field();
    String header =
        framing.headerBytes() == 0 ? "field_end" : Integer.toString(framing.headerBytes());
    String total =
        switch (framing.counts()) {
          case REST -> "field_end + value";
          case FRAME -> "value";
          case CONTENT -> header + " + value";
        };
    return LENGTH
        .replace("@MAGIC@", LengthFraming.hex(framing.magic()))
        .replace("@LEAST@", Integer.toString(field.least()))
        .replace("@READ@", read(field))
        .replace("@HEADER@", header)
        .replace("@TOTAL@", total);
  }

  private static String read(LengthField field) {
    if (field.width() == LengthField.VARINT) {
      return VARINT.replace("@OFFSET@", Integer.toString(field.offset()));
    }
    String call = field.bigEndian() ? "uint" : "le_uint";
    if (field.width() == 8) {
      call += "64():tonumber";
    }
    return "  local field_end = %d\n  local value = tvb(off + %d, %d):%s()\n"
        .formatted(field.offset() + field.width(), field.offset(), field.width(), call);
  }

  private static final String HEAD =
      """
      -- A dissector of the framing '@NAME@' for Wireshark and tshark, made by recvq.
      -- tshark -X lua_script:THIS_FILE -r CAPTURE, or put it into Wireshark's folder of plugins.
      -- -o tcp.reassemble_out_of_order:TRUE puts segments in order that overtook others;
      -- -o tcp.try_heuristic_first:TRUE helps where Wireshark takes the port for another protocol.

      local proto = Proto("recvq", "Frames (recvq: @NAME@)")
      local header_length = ProtoField.uint32("recvq.header_length", "Header length")
      local header_text = ProtoField.string("recvq.header", "Header")
      local frame_length = ProtoField.uint32("recvq.length", "Frame length")
      local content_type = ProtoField.string("recvq.content_type", "Content type")
      local content_length = ProtoField.uint32("recvq.content_length", "Content length")
      local content_bytes = ProtoField.bytes("recvq.content", "Content")
      proto.fields = {header_length, header_text, frame_length, content_type, content_length, content_bytes}

      -- measure(tvb, off) gives: the frame's length, the header's offset and length; or nil and
      -- how many bytes more are wanted; or false when this is no frame.
      """;

  private static final String JSON_HEADER =
      """
      local function measure(tvb, off)
        local left = tvb:len() - off
        if left < @PREFIX@ then return nil, DESEGMENT_ONE_MORE_SEGMENT end
      @READ@  if value < 2 then return false end
        if left > field_end and tvb(off + field_end, 1):uint() ~= 0x7b then return false end
        if left < field_end + value then return nil, field_end + value - left end
        local header = tvb(off + field_end, value):string(ENC_UTF_8)
        local content = tonumber(header:match('"@KEY@"%s*:%s*(%d+)%s*[,}]'))
        if not content then return false end
        local total = field_end + value + content
        if left < total then return nil, total - left end
        return total, field_end, value
      end
      """;

  private static final String LENGTH =
      """
      local magic = "@MAGIC@"
      local function measure(tvb, off)
        local left = tvb:len() - off
        if left < @LEAST@ then return nil, DESEGMENT_ONE_MORE_SEGMENT end
        if #magic > 0 and tvb(off, #magic / 2):bytes():tohex(true) ~= magic then return false end
      @READ@  local header = @HEADER@
        local total = @TOTAL@
        if total < header or total > 0x7fffffff then return false end
        if left < total then return nil, total - left end
        return total, header, 0
      end
      """;

  private static final String VARINT =
      """
        local value, shift, at = 0, 1, @OFFSET@
        while true do
          if at >= left then return nil, DESEGMENT_ONE_MORE_SEGMENT end
          local byte = tvb(off + at, 1):uint()
          value = value + (byte % 128) * shift
          shift = shift * 128
          at = at + 1
          if byte < 128 then break end
          if at > @OFFSET@ + 8 then return false end
        end
        local field_end = at
      """;

  private static final String LINES =
      """
      local function measure(tvb, off)
        for at = off, tvb:len() - 1 do
          if tvb(at, 1):uint() == 10 then return at + 1 - off, 0, 0 end
        end
        return nil, DESEGMENT_ONE_MORE_SEGMENT
      end
      """;

  private static final String BODY =
      """

      local function show(tvb, off, total, header_at, header_size, pinfo, tree)
        local content_at = header_at + header_size
        local item = tree:add(proto, tvb(off, total))
        local words = total .. " B"
        item:add(frame_length, tvb(off, total), total)
        local kind
        if header_size > 0 then
          local header = tvb(off + header_at, header_size):string(ENC_UTF_8)
          item:add(header_length, tvb(off, header_at), header_size)
          item:add(header_text, tvb(off + header_at, header_size), header)
          kind = header:match('"content%-type"%s*:%s*"([^"]*)"')
          if kind then
            item:add(content_type, tvb(off + header_at, header_size), kind)
            words = words .. " " .. kind
          end
        end
        local size = total - content_at
        item:add(content_length, size)
        if size > 0 then
          local content = tvb(off + content_at, size)
          item:add(content_bytes, content)
          if kind == "text/json" then
            Dissector.get("json"):call(content:tvb(), pinfo, item)
          end
        end
        item:append_text(", " .. words)
        return words
      end

      function proto.dissector(tvb, pinfo, tree)
        local off = 0
        local frames = {}
        while off < tvb:len() do
          local total, header_at, header_size = measure(tvb, off)
          if total == false or total == 0 then return off end
          if total == nil then
            pinfo.desegment_offset = off
            pinfo.desegment_len = header_at
            break
          end
          frames[#frames + 1] = show(tvb, off, total, header_at, header_size, pinfo, tree)
          off = off + total
        end
        if #frames > 0 then
          pinfo.cols.protocol = "FRAMES"
          pinfo.cols.info:set(table.concat(frames, "; "))
        end
        return tvb:len()
      end

      """;

  private static final String HEURISTIC =
      """
      proto:register_heuristic("tcp", function(tvb, pinfo, tree)
        local total, more = measure(tvb, 0)
        if not total and (total == false or tvb:len() < 8 or more == DESEGMENT_ONE_MORE_SEGMENT) then
          return false
        end
        pinfo.conversation = proto
        proto.dissector(tvb, pinfo, tree)
        return true
      end)
      """;
}
