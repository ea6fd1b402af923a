// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.line;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A line without its CRLF; where it is a command with literals in it (RFC 9051 §4.3), the CRLFs in
 * its middle are there. It may hold a password, so it never prints.
 */
public final class Line implements Frame {
  private final byte[] octets;

  private Line(byte[] octets) {
    this.octets = octets;
  }

  /** The line of this text, each character an octet. */
  public static Line of(String text) {
    return new Line(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Moves that many bytes out of the buffer, in which nothing stays of them. */
  static Line take(ByteBuf in, int length) {
    byte[] octets = new byte[length];
    int start = in.readerIndex();
    in.readBytes(octets);
    if (!in.isReadOnly()) {
      in.setZero(start, length);
    }
    return new Line(octets);
  }

  /** How many octets it has. */
  public int length() {
    return octets.length;
  }

  /** The octet there, 0 to 255. */
  public int at(int index) {
    return octets[index] & 0xff;
  }

  /** Where this octet comes first, or the length where it doesn't. */
  public int indexOf(char octet, int from) {
    for (int i = from; i < octets.length; i++) {
      if (octets[i] == octet) {
        return i;
      }
    }
    return octets.length;
  }

  /** The octets of a part, for the caller to keep. */
  public byte[] octets(int from, int to) {
    return Arrays.copyOfRange(octets, from, to);
  }

  /** A part as text, each octet a character. */
  public String text(int from, int to) {
    return new String(octets, from, to - from, StandardCharsets.ISO_8859_1);
  }

  /** A part as UTF-8; what is malformed becomes U+FFFD, which is in nobody's name. */
  public String utf8(int from, int to) {
    return new String(octets, from, to - from, StandardCharsets.UTF_8);
  }

  /** Where the next space or tab is, or the length where there is none. */
  public int endOfWord(int from) {
    int at = from;
    while (at < octets.length && octets[at] != ' ' && octets[at] != '\t') {
      at++;
    }
    return at;
  }

  /** Whether from here on there are spaces and tabs only, or nothing. */
  public boolean isBlank(int from) {
    return from >= trimmedLength();
  }

  /** Its length without the spaces and tabs at its end. */
  public int trimmedLength() {
    int end = octets.length;
    while (end > 0 && (octets[end - 1] == ' ' || octets[end - 1] == '\t')) {
      end--;
    }
    return end;
  }

  /** Whether a web browser speaks (RFC 9112 §3). */
  public boolean isHttpRequest() {
    int version = octets.length - " HTTP/1.1".length();
    return version > 0 && text(version, octets.length).matches(" HTTP/[0-9]\\.[0-9]");
  }

  /** Forgets what it held. */
  public void wipe() {
    Arrays.fill(octets, (byte) 0);
  }

  @Override
  public String toString() {
    return "Line[" + octets.length + " octets]";
  }
}
