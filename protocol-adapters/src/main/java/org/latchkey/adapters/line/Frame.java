// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.line;

/** What a {@link Framing} cuts the stream into. */
public sealed interface Frame
    permits Line, Frame.LiteralAwaited, Frame.LiteralTooLarge, Frame.Dropped, Frame.Broken {
  /** The client waits for a continuation before it sends its literal (RFC 9051 §4.3). */
  record LiteralAwaited() implements Frame {}

  /**
   * The client announced a literal that is too large, and waits: its bytes are never read.
   *
   * @param command what it had sent of the command
   */
  record LiteralTooLarge(Line command) implements Frame {}

  /** What was to be {@linkplain LineFraming#drop dropped} has come in, all of it. */
  record Dropped() implements Frame {}

  /** The stream can't be cut any further: the last frame there is. */
  record Broken(Fault fault) implements Frame {}

  /** Why it can't. */
  enum Fault {
    LINE_TOO_LONG("Line too long"),
    LITERAL_TOO_LARGE("Literal too large"),
    BARE_CR("Bare CR received"),
    BARE_LF("Bare LF received"),
    NUL("NUL received"),
    HTTP("This is no web server");

    private final String words;

    Fault(String words) {
      this.words = words;
    }

    /** As the client is told. */
    public String words() {
      return words;
    }
  }
}
