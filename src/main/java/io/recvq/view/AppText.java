package io.recvq.view;

import io.recvq.protocol.AppAnswers;
import io.recvq.protocol.Frame;
import io.recvq.render.Escape;

/** A response of the application protocol for eyes. */
public final class AppText {
  private AppText() {}

  /** The result, as text where the response is JSON with one, else the content. */
  public static String answer(Frame response) {
    if (!response.isJson()) {
      return Escape.bytes(response.contentBytes());
    }
    return Escape.text(AppAnswers.result(response).orElse(response.contentJson()));
  }
}
