// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Inet6Address;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CidrTest {
  @ParameterizedTest
  @CsvSource({
    "192.0.2.0/24,              192.0.2.0/24",
    "192.0.2.7,                 192.0.2.7/32",
    "0.0.0.0/0,                 0.0.0.0/0",
    "::/0,                      ::/0",
    "::1,                       ::1/128",
    "2001:DB8:0:0:0:0:0:0/32,   2001:db8::/32",
    "2001:0db8::0001,           2001:db8::1/128",
    // RFC 5952 sections 4.2.2 and 4.2.3: never one group, the longest run, the first of equals.
    "2001:db8:0:1:1:1:1:1,      2001:db8:0:1:1:1:1:1/128",
    "2001:0:0:1:0:0:0:1,        2001:0:0:1::1/128",
    "2001:db8:0:0:1:0:0:1,      2001:db8::1:0:0:1/128",
    "::ffff:10.0.0.0/104,       10.0.0.0/8",
    "::ffff:10.1.2.3,           10.1.2.3/32",
    "::ffff:0:0/96,             0.0.0.0/0",
  })
  void canonicalSpelling(String text, String canonical) {
    assertEquals(canonical, Cidr.parse(text).toString());
    assertEquals(Cidr.parse(text), Cidr.parse(canonical));
  }

  @ParameterizedTest
  @CsvSource({
    "10.1.2.3/8,             10.1.2.3/8,          10.0.0.0/8",
    "192.0.2.129/25,         192.0.2.129/25,      192.0.2.128/25",
    "1.2.3.4/0,              1.2.3.4/0,           0.0.0.0/0",
    "2001:db8::1/32,         2001:db8::1/32,      2001:db8::/32",
    "2001:db8:ffff::/33,     2001:db8:ffff::/33,  2001:db8:8000::/33",
    "::ffff:10.1.2.3/104,    10.1.2.3/8,          10.0.0.0/8",
  })
  void hostBitsAreRefusedAndTheRightNetworkNamed(String text, String given, String right) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Cidr.parse(text));
    assertEquals(given + " has host bits set; the network is " + right, e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/8",
        "10",
        "10/8",
        "10.0.0/8",
        "010.0.0.0/8",
        "0x0a.0.0.0/8",
        "10.0.0.256",
        "10.0.0.0/",
        "10.0.0.0/08",
        "10.0.0.0/+8",
        "10.0.0.0/-1",
        "10.0.0.0/8/8",
        "10.0.0.0/8 ",
        " 10.0.0.0/8",
        "10.0.0.0/255.0.0.0",
        "localhost",
        "a.example/8",
        "[::1]",
        "fe80::1%lo",
        "::1::",
        "1:2:3",
        ":",
        "::ffff:10.0.0.256",
        "12345::"
      })
  void whatIsNoNetworkIsRefused(String text) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Cidr.parse(text));
    assertEquals(
        "\"" + text + "\" is no network such as 192.0.2.0/24 or 2001:db8::/32", e.getMessage());
  }

  @ParameterizedTest
  @CsvSource({"10.0.0.0/33, 32", "::/129, 128", "::ffff:0.0.0.0/95, 32"})
  void prefixLongerThanTheAddressIsRefused(String text, int bits) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Cidr.parse(text));
    assertTrue(
        String.valueOf(e.getMessage()).endsWith("must be from 0 to " + bits + " bits long"),
        e.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.0/24,    192.0.2.0,            true",
    "192.0.2.0/24,    192.0.2.255,          true",
    "192.0.2.0/24,    192.0.3.0,            false",
    "192.0.2.0/24,    192.0.1.255,          false",
    "192.0.2.128/25,  192.0.2.127,          false",
    "192.0.2.128/25,  192.0.2.128,          true",
    "128.0.0.0/1,     255.255.255.255,      true",
    "128.0.0.0/1,     127.255.255.255,      false",
    "192.0.2.7,       192.0.2.7,            true",
    "192.0.2.7,       192.0.2.6,            false",
    "0.0.0.0/0,       255.1.2.3,            true",
    "0.0.0.0/0,       ::1,                  false",
    "10.0.0.0/8,      a00::,                false",
    "::/0,            2001:db8::1,          true",
    "::/0,            192.0.2.1,            false",
    "2001:db8::/32,   2001:db8:ffff::1,     true",
    "2001:db8::/32,   2001:db9::,           false",
    "2001:db8::/33,   2001:db8:7fff::,      true",
    "2001:db8::/33,   2001:db8:8000::,      false",
    "2001:db8::/64,   2001:db8::ffff:0:0:1, true",
    "2001:db8::/64,   2001:db8:0:1::,       false",
    "2001:db8::/127,  2001:db8::1,          true",
    "2001:db8::/127,  2001:db8::2,          false",
    "::1,             ::1,                  true",
    "::1,             ::2,                  false",
  })
  void containsExactlyTheAddressesOfTheNetwork(String cidr, String address, boolean contained) {
    assertEquals(contained, Cidr.parse(cidr).contains(InetAddress.ofLiteral(address)));
  }

  @Test
  void mappedAddressCountsAsIpv4() throws Exception {
    Inet6Address mapped = mapped(10, 1, 2, 3);
    assertTrue(Cidr.parse("10.0.0.0/8").contains(mapped));
    assertEquals(false, Cidr.parse("11.0.0.0/8").contains(mapped));
    assertEquals(false, Cidr.parse("::/0").contains(mapped));
    assertEquals(Cidr.parse("10.1.2.3/32"), new Cidr(mapped, 128));
  }

  @Test
  void nameAndZoneAreDropped() throws Exception {
    byte[] linkLocal = InetAddress.ofLiteral("fe80::1").getAddress();
    Cidr cidr = new Cidr(Inet6Address.getByAddress("router", linkLocal, 3), 128);
    assertEquals("fe80::1/128", cidr.toString());
    assertEquals(0, assertInstanceOf(Inet6Address.class, cidr.network()).getScopeId());
  }

  /** The only way to make one: everything else in the JDK answers an Inet4Address. */
  private static Inet6Address mapped(int... octets) throws Exception {
    byte[] bytes = new byte[16];
    bytes[10] = (byte) 0xff;
    bytes[11] = (byte) 0xff;
    for (int i = 0; i < octets.length; i++) {
      bytes[12 + i] = (byte) octets[i];
    }
    return Inet6Address.getByAddress(null, bytes, -1);
  }
}
