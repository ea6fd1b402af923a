// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Text from a fuzzer's input: behind a {@code w} UTF-16 units, lone surrogates too; else UTF-8. */
final class Text {
  private Text() {}

  static String of(byte[] input) {
    if (input.length == 0 || input[0] != 'w') {
      return new String(input, StandardCharsets.UTF_8);
    }
    byte[] rest = Arrays.copyOfRange(input, 1, input.length);
    StringBuilder text = new StringBuilder(rest.length / 2);
    for (int i = 0; i + 1 < rest.length; i += 2) {
      text.append((char) (rest[i] << 8 | (rest[i + 1] & 0xff)));
    }
    return text.toString();
  }
}
