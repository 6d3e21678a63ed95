package io.recvq.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import org.junit.jupiter.api.Test;

class HttpCallTest {
  @Test
  void whatIsNotAsciiInAUrlIsAskedForByPercentSigns() {
    URI url = HttpCall.url("localhost:8000/\u00fc/%41?q=\u4e2d");
    assertEquals("/%C3%BC/%41", url.getRawPath());
    assertEquals("q=%E4%B8%AD", url.getRawQuery());
  }
}
