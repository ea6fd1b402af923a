// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.latchkey.core.audit.LogLine;

final class LogLineFuzzTest {
  private static final String BEFORE = "event=e a=1 user=\"";
  private static final String BEHIND = "\" b=2";
  private static final Pattern ESCAPE = Pattern.compile("\\\\(?:u([0-9a-f]{4})|([\"\\\\]))");
  private static final int MOST_QUOTED = 256;

  @FuzzTest(maxDuration = "1m")
  void clientsTextStaysInItsQuotes(byte[] input) {
    String text = Text.of(input);
    String line = new LogLine("e").with("a", 1).quoted("user", text).with("b", 2).toString();
    assertTrue(line.startsWith(BEFORE) && line.endsWith(BEHIND), line);
    assertTrue(line.codePoints().allMatch(LogLineFuzzTest::isVisible), line);
    String quoted = line.substring(BEFORE.length(), line.length() - BEHIND.length());
    assertFalse(ESCAPE.matcher(quoted).replaceAll("").contains("\""), line);
    String cut = text.length() > MOST_QUOTED ? text.substring(0, MOST_QUOTED) + "…" : text;
    assertEquals(cut, unescaped(quoted));
  }

  private static boolean isVisible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  private static String unescaped(String quoted) {
    return ESCAPE
        .matcher(quoted)
        .replaceAll(
            found -> {
              String unit = found.group(1);
              String plain =
                  unit == null
                      ? found.group(2)
                      : Character.toString((char) Integer.parseInt(unit, 16));
              return Matcher.quoteReplacement(plain);
            });
  }
}
