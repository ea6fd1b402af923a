// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Locale;
import java.util.Optional;
import org.latchkey.core.account.LoginName;

final class LoginNameFuzzTest {
  @FuzzTest(maxDuration = "1m")
  void preparedNameIsPreparedAlready(byte[] input) {
    String typed = Text.of(input);
    Cost.bounded(input.length, () -> LoginName.prepare(typed)).ifPresent(LoginNameFuzzTest::check);
  }

  private static void check(String name) {
    assertEquals(Optional.of(name), LoginName.prepare(name));
    assertTrue(!name.isEmpty() && name.length() <= LoginName.MAX_LENGTH, name);
    assertEquals(name.toLowerCase(Locale.ROOT), name);
    assertFalse(
        name.codePoints()
            .anyMatch(
                c ->
                    Character.isISOControl(c)
                        || Character.isWhitespace(c)
                        || Character.isSpaceChar(c)
                        || Character.getType(c) == Character.FORMAT
                        || Character.getType(c) == Character.SURROGATE),
        name);
  }
}
