package io.recvq.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ChatRoomTest {
  private static BufferedReader reader(Socket socket) throws IOException {
    return new BufferedReader(
        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
  }

  private static void say(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aLineGoesToAllOthersWithoutItsControlCharacters() throws Exception {
    try (Peers server = Peers.serve(ServerKind.CHAT);
        Socket one = server.connect()) {
      BufferedReader first = reader(one);
      assertEquals("* you are guest1, alone here", first.readLine());
      try (Socket two = server.connect()) {
        BufferedReader second = reader(two);
        assertEquals("* you are guest2, with one other here", second.readLine());
        assertEquals("* guest2 joined", first.readLine());
        say(one, "hel");
        say(one, "lo\u001b[31m\u202e\n");
        assertEquals("guest1: hello[31m", second.readLine());
        say(two, "/name trinity\r\nyes\n");
        assertEquals("* you are trinity", second.readLine());
        assertEquals("* guest2 is now trinity", first.readLine());
        assertEquals("trinity: yes", first.readLine());
      }
      assertEquals("* trinity left", first.readLine());
    }
  }

  @Test
  void aMemberThatStopsReadingDoesNotHoldUpTheOthers() throws Exception {
    try (Peers server = Peers.serve(ServerKind.CHAT);
        Socket talker = server.connect();
        Socket stalled = server.connect();
        Socket listener = server.connect()) {
      BufferedReader heard = reader(listener);
      heard.readLine();
      String line = "x".repeat(4000);
      int lines = 4000;
      Thread talking =
          new Thread(
              () -> {
                try {
                  for (int i = 0; i < lines; i++) {
                    say(talker, line + "\n");
                  }
                  say(talker, "the end\n");
                } catch (IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              },
              "talker");
      talking.start();
      String last = heard.readLine();
      while (!last.endsWith(": the end")) {
        last = heard.readLine();
      }
      talking.join();
      assertTrue(stalled.getInputStream().available() > 0);
    }
  }
}
