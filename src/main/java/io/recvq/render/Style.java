package io.recvq.render;

/**
 * Colour and weight by ANSI sequences, or nothing at all. Colours carry one meaning each: red is at
 * fault, yellow is worth a look, green is good, cyan is a name, dim is secondary.
 *
 * @param colored whether sequences are written
 */
public record Style(boolean colored) {
  public static final Style PLAIN = new Style(false);

  public String bold(String text) {
    return wrap("1", text);
  }

  public String dim(String text) {
    return wrap("2", text);
  }

  public String red(String text) {
    return wrap("31", text);
  }

  public String green(String text) {
    return wrap("32", text);
  }

  public String yellow(String text) {
    return wrap("33", text);
  }

  public String cyan(String text) {
    return wrap("36", text);
  }

  private String wrap(String code, String text) {
    return colored && !text.isEmpty() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}
