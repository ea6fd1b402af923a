// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.ldap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DistinguishedNameTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "uid=alice,dc=org | uid<alice> dc<org>",
        "UID=alice,DC=org | uid<alice> dc<org>",
        "0.9.2342.19200300.100.1.1=alice | uid<alice>",
        "1.2.3.4=x | 1.2.3.4<x>",
        "uid = alice , dc = org | uid<alice> dc<org>",
        "uid=a\\,b | uid<a,b>",
        "uid=a\\2cb | uid<a,b>",
        "uid=a\\2Cb | uid<a,b>",
        "uid=M\\C3\\BCller | uid<Müller>",
        "uid=Müller | uid<Müller>",
        "uid=a=b | uid<a=b>",
        "uid=a\\#\\+\\;\\<\\>\\=\\\"\\\\ | uid<a#+;<>=\"\\>",
        "uid=\\#a | uid<#a>",
        "uid=, dc=org | uid<> dc<org>",
      })
  void wellFormedNameIsRead(String text, String expected) {

    assertEquals(Optional.of(expected), DistinguishedName.parse(text).map(this::shown));
  }

  @Test
  void escapedTrailingSpaceBelongsToTheValue() {
    assertEquals(List.of("a "), values("uid=a\\20"));
    assertEquals(List.of("a "), values("uid=a\\ "));
    assertEquals(List.of("a  ", "org"), values("uid=a \\  ,dc=org"));
    assertEquals(List.of("a"), values("uid=a  "));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alice",
        "uid",
        "=alice",
        "uid=a,",
        ",uid=a",
        "uid=a,,dc=org",
        "uid=a+cn=b",
        "uid=a;dc=org",
        "uid=\"a\"",
        "uid=#04024869",
        "uid=a\\",
        "uid=a\\4",
        "uid=a\\zz",
        "uid=a\\C3",
        "uid=a<b",
        "uid=a\u0000",
        "u id=a",
        "uid.=é=x\u0000",
        "ü=a"
      })
  void whatIsMalformedOrMoreThanThisPortKnowsIsNone(String text) {
    assertTrue(DistinguishedName.parse(text).isEmpty());
  }

  @Test
  void octetsThatAreNotUtf8AreNone() {
    assertTrue(DistinguishedName.parse(new byte[] {'u', '=', (byte) 0xc3}).isEmpty());
    assertTrue(DistinguishedName.parse(new byte[] {'u', '=', (byte) 0xc0, (byte) 0x80}).isEmpty());
  }

  @Test
  void emptyNameIsTheRoot() {
    assertEquals(List.of(), values(""));
    assertEquals(List.of(), values("  "));
  }

  @Test
  void nameIsWithinItsAncestorsAndItself() {
    DistinguishedName alice = parsed("uid=alice,ou=people,dc=example,dc=org");
    assertTrue(alice.isWithin(alice));
    assertTrue(alice.isWithin(parsed("OU=People, DC=EXAMPLE, dc=org")));
    assertTrue(alice.isWithin(parsed("")));
    assertFalse(alice.isWithin(parsed("ou=people,dc=example,dc=net")));
    assertFalse(parsed("dc=org").isWithin(alice));
  }

  @Test
  void firstRdnIsCutAtTheFirstUnescapedComma() {
    assertEquals("uid=a\\,b", DistinguishedName.firstRdn("uid=a\\,b,dc=org"));
    assertEquals("dc=org", DistinguishedName.firstRdn("dc=org"));
  }

  private static DistinguishedName parsed(String text) {
    return DistinguishedName.parse(text).orElseThrow();
  }

  private static List<String> values(String text) {
    return parsed(text).rdns().stream().map(DistinguishedName.Rdn::value).toList();
  }

  private String shown(DistinguishedName dn) {
    return dn.rdns().stream()
        .map(rdn -> rdn.type() + "<" + rdn.value() + ">")
        .collect(Collectors.joining(" "));
  }
}
