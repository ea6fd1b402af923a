// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.line;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads a command from left to right (RFC 9051 §9, RFC 5804 §4). A method that doesn't find what it
 * looks for answers null or false and leaves the place where it is. Belongs to one thread.
 */
public final class Arguments {
  private final Line line;
  private int at;

  public Arguments(Line line) {
    this.line = line;
  }

  /** Whether nothing is left. */
  public boolean atEnd() {
    return at == line.length();
  }

  /** Whether nothing but spaces and tabs is left. */
  public boolean onlyBlanksLeft() {
    return line.isBlank(at);
  }

  /** Passes a space, or a tab in its place. */
  public boolean space() {
    return octet(' ') || octet('\t');
  }

  /** Passes this octet. */
  public boolean octet(char wanted) {
    if (at < line.length() && line.at(at) == wanted) {
      at++;
      return true;
    }
    return false;
  }

  /** Where it stands. */
  public int position() {
    return at;
  }

  /** Everything up to the next space, tab or the end; null where there is nothing. */
  public @Nullable String word() {
    int end = line.endOfWord(at);
    if (end == at) {
      return null;
    }
    String word = line.text(at, end);
    at = end;
    return word;
  }

  /** An atom, in which wildcards may be too. */
  public @Nullable String atom() {
    int end = at;
    while (end < line.length() && isAtomOctet(line.at(end))) {
      end++;
    }
    if (end == at) {
      return null;
    }
    String atom = line.text(at, end);
    at = end;
    return atom;
  }

  /** An {@code astring} as UTF-8 text. */
  public @Nullable String astring() {
    byte @Nullable [] octets = astringOctets();
    return octets == null ? null : new String(octets, StandardCharsets.UTF_8);
  }

  /** An {@code nstring} as UTF-8 text; NIL is the empty one. */
  public @Nullable String nstring() {
    boolean bare = at < line.length() && isAtomOctet(line.at(at));
    String text = astring();
    return bare && text != null ? (text.equalsIgnoreCase("NIL") ? "" : null) : text;
  }

  /** An {@code astring}: an atom, a quoted string or a literal; the caller wipes it. */
  public byte @Nullable [] astringOctets() {
    byte @Nullable [] string = stringOctets();
    int start = at;
    return string != null ? string : atom() == null ? null : line.octets(start, at);
  }

  /** A quoted string or a literal; the caller wipes it. */
  public byte @Nullable [] stringOctets() {
    if (atEnd()) {
      return null;
    }
    return switch (line.at(at)) {
      case '"' -> quoted();
      case '{' -> literal();
      default -> null;
    };
  }

  private byte @Nullable [] quoted() {
    byte[] room = new byte[line.length() - at];
    int count = 0;
    for (int i = at + 1; i < line.length(); i++) {
      int octet = line.at(i);
      if (octet == '"') {
        at = i + 1;
        byte[] text = Arrays.copyOf(room, count);
        Arrays.fill(room, (byte) 0);
        return text;
      }
      if (octet == '\\') {
        i++;
        octet = i < line.length() ? line.at(i) : -1;
        if (octet != '"' && octet != '\\') {
          return null;
        }
      }
      room[count++] = (byte) octet;
    }
    return null;
  }

  /** The framing has seen to it that all of the literal is there. */
  private byte @Nullable [] literal() {
    int brace = line.indexOf('}', at);
    int start = brace + 3;
    if (start > line.length() || line.at(brace + 1) != '\r') {
      return null;
    }
    int size = 0;
    for (int i = at + 1; i < brace && Character.isDigit(line.at(i)); i++) {
      size = size * 10 + line.at(i) - '0';
    }
    if (size < 0 || size > line.length() - start) {
      return null;
    }
    at = start + size;
    return line.octets(start, at);
  }

  private static boolean isAtomOctet(int octet) {
    return switch (octet) {
      case ' ', '(', ')', '{', '"', '\\', 0x7f -> false;
      default -> octet > ' ';
    };
  }
}
