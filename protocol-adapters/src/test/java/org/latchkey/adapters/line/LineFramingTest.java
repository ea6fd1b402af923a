// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.line;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class LineFramingTest {
  static List<Arguments> streams() {
    return List.of(
        Arguments.of("", List.of()),
        Arguments.of("EHLO a", List.of()),
        Arguments.of("EHLO a\r\n", List.of("EHLO a")),
        Arguments.of("\r\n\r\n", List.of("", "")),
        Arguments.of("a\r\nb\r\nc", List.of("a", "b")),
        Arguments.of("12345678\r\n", List.of("12345678")),
        Arguments.of("123456789\r\n", List.of("<LINE_TOO_LONG>")),
        Arguments.of("a\r\n123456789", List.of("a", "<LINE_TOO_LONG>")),
        Arguments.of("a\nb\r\n", List.of("<BARE_LF>")),
        Arguments.of("\n", List.of("<BARE_LF>")),
        Arguments.of("a\rb\r\n", List.of("<BARE_CR>")),
        Arguments.of("a\r\r\n", List.of("<BARE_CR>")),
        Arguments.of("a\0b\r\n", List.of("<NUL>")),
        Arguments.of("a\r\nb\nc\r\nd\r\n", List.of("a", "<BARE_LF>")),
        Arguments.of("\u00e9\u00ff\r\n", List.of("\u00e9\u00ff")));
  }

  @ParameterizedTest
  @MethodSource("streams")
  void cutsTheSameFramesInAnyPieces(String input, List<String> frames) {
    for (int size = 1; size <= input.length() + 1; size++) {
      assertEquals(frames, Pieces.frames(new LineFraming(8), input, size), "pieces of " + size);
    }
  }
}
