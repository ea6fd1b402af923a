// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.line;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class CommandFramingTest {
  static List<Arguments> streams() {
    return List.of(
        Arguments.of("a NOOP\r\nb NOOP\r\n", List.of("a NOOP", "b NOOP")),
        Arguments.of(
            "a LOGIN {3}\r\nbob {2}\r\npw\r\n",
            List.of("<go on>", "<go on>", "a LOGIN {3}\r\nbob {2}\r\npw")),
        Arguments.of(
            "a LOGIN {3+}\r\nbob {2+}\r\npw\r\n", List.of("a LOGIN {3+}\r\nbob {2+}\r\npw")),
        Arguments.of("a X {2-}\r\npw\r\n", List.of("a X {2-}\r\npw")),
        Arguments.of("a X {0+}\r\n\r\n", List.of("a X {0+}\r\n")),
        // What is in a literal is in no line.
        Arguments.of("a X {4+}\r\n\r\n\n\0\r\nb\r\n", List.of("a X {4+}\r\n\r\n\n\0", "b")),
        Arguments.of("a X {99}\r\nb NOOP\r\n", List.of("<too large: a X {99}>", "b NOOP")),
        Arguments.of("a X {99+}\r\nb NOOP\r\n", List.of("<LITERAL_TOO_LARGE>")),
        Arguments.of(
            "a X {99999999999999999999}\r\n", List.of("<too large: a X {99999999999999999999}>")),
        Arguments.of("a X {30+}\r\n" + "x".repeat(30) + "\r\n", List.of("<LITERAL_TOO_LARGE>")),
        Arguments.of("a X {}\r\n", List.of("a X {}")),
        Arguments.of("a X {+}\r\n", List.of("a X {+}")),
        Arguments.of("a X 3}\r\n", List.of("a X 3}")),
        Arguments.of("}\r\n", List.of("}")),
        Arguments.of("+}\r\n", List.of("+}")),
        Arguments.of("a NOOP\nb\r\n", List.of("<BARE_LF>")),
        Arguments.of("a X {1+}\r\n\r\r\n", List.of("a X {1+}\r\n\r")),
        Arguments.of("a X {1+}\r\nx\0\r\n", List.of("<NUL>")),
        Arguments.of("x".repeat(31) + "\r\n", List.of("<LINE_TOO_LONG>")));
  }

  @ParameterizedTest
  @MethodSource("streams")
  void cutsTheSameFramesInAnyPieces(String input, List<String> frames) {
    for (int size = 1; size <= input.length(); size++) {
      assertEquals(
          frames, Pieces.frames(new CommandFraming(30, 40), input, size), "pieces of " + size);
    }
  }

  @Test
  void anAnswerToAChallengeHasNoLiterals() {
    CommandFraming framing = new CommandFraming(30, 40);
    framing.expectLiterals(false);
    assertEquals(List.of("x {3}", "bob"), Pieces.frames(framing, "x {3}\r\nbob\r\n", 1));
  }
}
