// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latchkey.core.account.Service;

class UpstreamAddressTest {
  @Test
  void portMayBeLeftOut() {
    assertEquals(
        Optional.of(new UpstreamAddress("mail2.example.org", OptionalInt.of(1143))),
        UpstreamAddress.parse("mail2.example.org:1143"));
    assertEquals(
        Optional.of(new UpstreamAddress("mail2.example.org", OptionalInt.empty())),
        UpstreamAddress.parse("mail2.example.org"));
  }

  @Test
  void ipv6AddressStandsInBrackets() {
    assertEquals(
        Optional.of(new UpstreamAddress("2001:db8::1", OptionalInt.of(143))),
        UpstreamAddress.parse("[2001:db8::1]:143"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ":143", "a b", "host:0", "host:65536", "host:", "2001:db8::1", "h\r"})
  void whatIsNoAddressIsNone(String text) {
    assertTrue(UpstreamAddress.parse(text).isEmpty());
  }

  @Test
  void valueNamesAServiceFirst() {
    assertEquals(
        Optional.of(
            new UpstreamAddress.ForService(
                Service.IMAP, new UpstreamAddress("mail2.example.org", OptionalInt.of(143)))),
        UpstreamAddress.parseForService("imap mail2.example.org:143"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"mail2.example.org", "nntp host", "ldap host", "imap", "imap  host"})
  void valueWithoutAServiceThatIsRelayedIsNone(String text) {
    assertTrue(UpstreamAddress.parseForService(text).isEmpty());
  }
}
