// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BasicTest {
  private static String base64(String pair) {
    return Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource({
    "alice:secret, alice, secret",
    "alice:a:b:c, alice, a:b:c",
    "müller:pässwörd, müller, pässwörd",
    "50%41:x, 50%41, x",
    "alice@example.org:a b c, alice@example.org, a b c"
  })
  void nameEndsAtTheFirstColon(String pair, String name, String password) {
    Basic read = Basic.of(List.of("Basic " + base64(pair)));
    Basic.Credentials credentials = assertInstanceOf(Basic.Credentials.class, read);
    assertEquals(name, credentials.name());
    assertArrayEquals(password.getBytes(StandardCharsets.UTF_8), credentials.secret().octets());
  }

  @ParameterizedTest
  @ValueSource(strings = {"basic ", "BASIC ", "Basic   "})
  void schemeIsReadInAnyCase(String scheme) {
    assertInstanceOf(Basic.Credentials.class, Basic.of(List.of(scheme + base64("a:b"))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", ":secret", "alice", "alice:", "al\u0000ice:x", "al\nice:x", "a\u0085:x"})
  void pairThatIsNobodysIsUnusable(String pair) {
    assertEquals(new Basic.Unusable(), Basic.of(List.of("Basic " + base64(pair))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Basic", "Basic ", "Basic !!!!", "Basic YTpi=", "Bearer x", "Basicx YTpi", ""})
  void fieldThatIsNotBasicIsUnusable(String field) {
    assertEquals(new Basic.Unusable(), Basic.of(List.of(field)));
  }

  /** Clients older than RFC 7617; the no-break space is one that was pasted along. */
  @Test
  void whatIsNotUtf8IsLatin1() {
    String latin1 =
        Base64.getEncoder()
            .encodeToString("müller:abc\u00a0é".getBytes(StandardCharsets.ISO_8859_1));
    Basic read = Basic.of(List.of("Basic " + latin1));
    Basic.Credentials credentials = assertInstanceOf(Basic.Credentials.class, read);
    assertEquals("müller", credentials.name());
    assertEquals("abc\u00a0é", new String(credentials.secret().octets(), StandardCharsets.UTF_8));
  }

  @Test
  void absentIsNotWrong() {
    assertEquals(new Basic.Absent(), Basic.of(List.of()));
  }

  @Test
  void severalOrEndlessFieldsAreMalformed() {
    String field = "Basic " + base64("a:b");
    assertEquals(new Basic.Malformed(), Basic.of(List.of(field, field)));
    assertEquals(new Basic.Malformed(), Basic.of(List.of("Basic " + "A".repeat(Basic.MAX_FIELD))));
  }
}
