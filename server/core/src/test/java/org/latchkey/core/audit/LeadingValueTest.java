// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LeadingValueTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cn=iPhone,uid=alice,dc=example | iPhone",
        "cn=Tom\\, Dick+uid=harry,dc=x | Tom, Dick",
        "cn=Tom\\, Dick \\+ Harry,dc=x | Tom, Dick + Harry",
        "cn=a\\\\b=c,dc=x | a\\b=c",
        "cn=caf\\C3\\A9 ü,dc=x | café ü",
        "cn=\\20x\\20,dc=x | ' x '",
        "cn=x | x",
        "cn=,dc=x | ''",
        "cn = x ,dc=x | x",
        "cn=x \\ ,dc=x | 'x  '",
        "cn=App\\, ü,uid=alice | App, ü",
        "cn=Pixel 📱,uid=alice | Pixel 📱",
        "cn=#0403C3BC61,uid=alice | üa",
        "cn=#04,uid=alice | #04",
        "cn=#zz,uid=alice | #",
        "cn=x\\ | x\\",
        "cn=x\\2 | x2",
        "nothing | ''",
      })
  void labelIsWhatTheDnBeginsWith(String dn, String label) {
    assertEquals(label, LeadingValue.of(dn));
  }
}
