package io.recvq.shell;

import java.util.List;
import java.util.Optional;

/**
 * One command of a line, taken apart but with its variables still in it.
 *
 * @param line number of its first line, from 1
 * @param source its text, for messages and the list of jobs
 * @param words the command's words, the name first; empty in an empty line
 * @param redirects files for its streams
 * @param pipe what stands behind the first pipe sign: a command line for the system's sh
 * @param background whether it ends with an ampersand
 * @param condition when it runs, seen from the statement before it
 */
record Statement(
    int line,
    String source,
    List<Word> words,
    List<Redirect> redirects,
    Optional<String> pipe,
    boolean background,
    Condition condition) {

  /** When a statement runs, seen from the outcome of the one before it. */
  enum Condition {
    ALWAYS,
    IF_OK,
    IF_FAILED
  }

  /** How a piece of a word was quoted. */
  enum Quote {
    BARE,
    SINGLE,
    DOUBLE
  }

  /** A part of a word with one kind of quoting; an escaped character counts as SINGLE. */
  record Piece(String text, Quote quote) {}

  /** A word made of pieces, as {@code a'b'"$c"}. */
  record Word(List<Piece> pieces) {}

  /** A stream that goes to or comes from a file. */
  record Redirect(Stream stream, boolean append, Word file) {
    /** Which stream. */
    enum Stream {
      IN,
      OUT,
      ERR
    }
  }
}
