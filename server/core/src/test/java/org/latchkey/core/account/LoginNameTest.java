// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LoginNameTest {
  @ParameterizedTest
  @CsvSource({
    "alice, alice",
    "alice@example.org, alice@example.org",
    "Alice, alice",
    "ALICE@EXAMPLE.ORG, alice@example.org",
    "user*master, user*master",
    "a%b, a%b",
    "uid=alice, uid=alice",
    "Ａｌｉｃｅ, alice", // full-width
    "ａｌｉｃｅ＠example.org, alice@example.org",
    "ÄRGER, ärger",
    "a\u0308rger, ärger", // decomposed
    "ΣΊΣΥΦΟΣ, σίσυφος",
    "ÇELIK, çelik",
    "straße, straße",
    "שלום, שלום",
    "ｱﾘｽ, アリス", // half-width
    "用户１, 用户1",
  })
  void aNameIsPrepared(String typed, String prepared) {
    assertEquals(Optional.of(prepared), LoginName.prepare(typed));
    assertEquals(Optional.of(prepared), LoginName.prepare(prepared), "prepared once more");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "al ice",
        "alice\u0000",
        "\u0000",
        "alice\r\n",
        "alice\u007f",
        "\ufeffalice", // byte order mark
        "ali\u00a0ce",
        "ali\u3000ce",
        "alice\u2028",
        "alice\n",
        "\u3000",
        "\t",
        "alice\u200b",
        "alice\u200d",
        "alice\u00ad",
        "alice\u202e", // right-to-left override
        "alice\ufe0f", // variation selector
        "alice\udb40\udd00", // variation selector of the fourteenth plane
        "alice\u1160", // Hangul filler
        "alice\u3164",
        "alice\uffa0", // half-width Hangul filler
        "ali\ufb01", // ligature fi
        "alice\u2460", // circled digit
        "\ud835\udc1alice", // mathematical a
        "\u216b", // Roman numeral
        "alice\ud83d\ude00",
        "alice\ud83d", // half a character
        "\udc00alice",
        "alice\ue000", // private use
        "alice\uffff",
        "alice\u20ac",
      })
  void whatCanBeNobodysNameIsRefused(String typed) {
    assertEquals(Optional.empty(), LoginName.prepare(typed));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " alice",
        "alice ",
        "  alice  ",
        "\talice",
        "alice\t ",
        "alice\u00a0",
        "\u3000ALICE\u2003"
      })
  void spacesAroundANameAreTheKeyboards(String typed) {
    assertEquals(Optional.of("alice"), LoginName.prepare(typed));
    assertTrue(LoginName.same(typed, "Alice"));
  }

  @Test
  void namesThatCanBeNobodysAreTheSameOnlyLetterByLetter() {
    assertTrue(LoginName.same("al ice", "al ice"));
    assertFalse(LoginName.same("al ice", "AL ICE"));
    assertFalse(LoginName.same("alice", "alice\0"));
    assertFalse(LoginName.same("alice", "bob"));
    assertFalse(LoginName.same("", " "));
  }

  @ParameterizedTest
  @ValueSource(strings = {"alice\u05d0", "\u05d0alice", "\u05d0\u0628x", "\u0639alice@example.org"})
  void aNameThatRunsBothWaysIsRefused(String typed) {
    assertEquals(Optional.empty(), LoginName.prepare(typed));
  }

  @Test
  void aNameHasAtMost254Characters() {
    assertEquals(Optional.of("a".repeat(254)), LoginName.prepare("A".repeat(254)));
    assertEquals(Optional.empty(), LoginName.prepare("a".repeat(255)));
    assertEquals(Optional.empty(), LoginName.prepare("ä".repeat(255)));
    assertEquals(Optional.empty(), LoginName.prepare("\u0130".repeat(200)));
  }

  @Test
  void whateverIsPreparedStaysAsItIsWhenPreparedAgain() {
    for (int codePoint = 1; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
      Optional<String> once = LoginName.prepare("a" + Character.toString(codePoint));
      if (once.isPresent()) {
        assertEquals(once, LoginName.prepare(once.get()), () -> once.get());
      }
    }
  }
}
