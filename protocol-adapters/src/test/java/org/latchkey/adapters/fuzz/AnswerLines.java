// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server's answers as lines: printable ASCII, each with its CRLF. */
final class AnswerLines {
  private static final Pattern LINE = Pattern.compile("([ -~]*)\r\n");

  private AnswerLines() {}

  /**
   * The lines; those in clear text only, where TLS begins.
   *
   * @param beginTls the last words in clear text
   */
  static List<String> of(byte[] answers, String beginTls) {
    String all = new String(answers, StandardCharsets.ISO_8859_1);
    int tls = all.indexOf(beginTls + "\r\n");
    String text = tls < 0 ? all : all.substring(0, tls + beginTls.length() + 2);
    List<String> lines = new ArrayList<>();
    Matcher matcher = LINE.matcher(text);
    int at = 0;
    while (matcher.find() && matcher.start() == at) {
      lines.add(matcher.group(1));
      at = matcher.end();
    }
    assertEquals("", text.substring(at), "no lines");
    return lines;
  }
}
