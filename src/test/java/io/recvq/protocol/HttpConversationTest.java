package io.recvq.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.recvq.protocol.FrameDecoder.Start;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the requests of an HTTP/1.1 connection say about its responses. */
class HttpConversationTest {
  private static final String HEAD_ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n";

  private final List<String> answers = new ArrayList<>();
  private final OpenRequests requests = OpenRequests.fromTheStart();
  private final FrameDecoder client = decoder(requests);
  private final FrameDecoder server = decoder(requests);

  private static FrameDecoder decoder(OpenRequests requests) {
    return FrameDecoder.transientFrames(
        Framings.parse("http1"),
        FrameLimits.DEFAULT,
        Start.AT_FRAME,
        new HoldingMemory(),
        requests);
  }

  private void feed(FrameDecoder decoder, String text) {
    decoder.feed(ByteBuffer.wrap(text.getBytes(ISO_8859_1)));
    drain(decoder);
  }

  private void drain(FrameDecoder decoder) {
    Decoded answer = decoder.next();
    while (!(answer instanceof Decoded.NeedMore)) {
      answers.add(
          answer instanceof Frame frame
              ? frame.summary() + " +" + frame.length()
              : ((Malformed) answer).reason().word());
      answer = decoder.next();
    }
  }

  @Test
  void theResponseToHeadHasNoBodyAlsoWhenRequestsArePipelined() {
    feed(client, "HEAD /a HTTP/1.1\r\n\r\nGET /b HTTP/1.1\r\n\r\nHEAD /c HTTP/1.1\r\n\r\n");
    feed(server, "HTTP/1.1 103 Early Hints\r\n\r\n" + HEAD_ANSWER);
    feed(server, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    feed(server, HEAD_ANSWER.replace("Content-Length: 500", "Transfer-Encoding: chunked"));
    List<String> responses = answers.subList(3, answers.size());
    assertEquals(
        List.of("103 Early Hints +28", "200 OK +40", "200 OK +40", "200 OK +47"), responses);
  }

  @Test
  void aResponseToARequestThatIsStillOnItsWayIsToldByItsMethod() {
    feed(client, "HEAD / HTTP/1.1\r\nContent-Length: 9\r\n\r\nhalf");
    feed(server, HEAD_ANSWER);
    assertEquals(List.of("200 OK +40"), answers);
  }

  @Test
  void whatFollowsSwitchingProtocolsIsNoHttpInBothDirections() {
    feed(client, "GET /chat HTTP/1.1\r\nUpgrade: websocket\r\n\r\n");
    feed(server, "HTTP/1.1 101 Switching Protocols\r\n\r\n\u0081\5hello");
    feed(client, "\u0081\u0085abcdefghi");
    server.gap(3);
    drain(server);
    assertEquals(List.of("GET /chat +42", "101 Switching Protocols +36"), answers);
    assertTrue(server.isOtherProtocol() && client.isOtherProtocol());
  }

  @Test
  void aConnectThatSucceedsMakesATunnelAndOneThatFailsDoesNot() {
    feed(client, "CONNECT h:443 HTTP/1.1\r\n\r\n");
    feed(server, "HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 2\r\n\r\nno");
    assertFalse(server.isOtherProtocol());
    feed(client, "CONNECT h:443 HTTP/1.1\r\n\r\n");
    feed(server, "HTTP/1.1 200 Connection established\r\n\r\n");
    feed(client, "\u0016\3\1");
    feed(server, "\u0016\3\3");
    assertEquals("200 Connection established +39", answers.get(3));
    assertEquals(4, answers.size());
  }

  @Test
  void afterAGapRequestsAndResponsesAreNoLongerMatched() {
    client.gap(10);
    drain(client);
    feed(client, "HEAD / HTTP/1.1\r\n\r\n");
    feed(server, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    assertEquals(List.of("gap", "HEAD / +19", "200 OK +40"), answers);
  }

  @Test
  void aResponseWithoutARequestIsTakenAsItSaysAndSoAreAllAfterIt() {
    feed(server, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    feed(client, "HEAD / HTTP/1.1\r\n\r\n");
    feed(server, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    assertEquals(List.of("200 OK +40", "HEAD / +19", "200 OK +40"), answers);
  }
}
