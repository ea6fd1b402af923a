// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.ldapguard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latchkey.core.ldapguard.Ber.bind;
import static org.latchkey.core.ldapguard.Ber.buffer;
import static org.latchkey.core.ldapguard.Ber.bytes;
import static org.latchkey.core.ldapguard.Ber.control;
import static org.latchkey.core.ldapguard.Ber.controls;
import static org.latchkey.core.ldapguard.Ber.element;
import static org.latchkey.core.ldapguard.Ber.join;
import static org.latchkey.core.ldapguard.Ber.message;
import static org.latchkey.core.ldapguard.Ber.nested;
import static org.latchkey.core.ldapguard.Ber.search;
import static org.latchkey.core.ldapguard.Ber.text;
import static org.latchkey.core.ldapguard.LdapOperation.ABANDON;
import static org.latchkey.core.ldapguard.LdapOperation.ADD;
import static org.latchkey.core.ldapguard.LdapOperation.BIND;
import static org.latchkey.core.ldapguard.LdapOperation.COMPARE;
import static org.latchkey.core.ldapguard.LdapOperation.DELETE;
import static org.latchkey.core.ldapguard.LdapOperation.EXTENDED;
import static org.latchkey.core.ldapguard.LdapOperation.MODIFY;
import static org.latchkey.core.ldapguard.LdapOperation.MODIFY_DN;
import static org.latchkey.core.ldapguard.LdapOperation.SEARCH;
import static org.latchkey.core.ldapguard.LdapOperation.UNBIND;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class LdapGuardCheckTest {
  private static final String ALICE = "uid=alice,ou=people,dc=example,dc=org";
  private static final String LONG_DN = "uid=" + "a".repeat(1021);
  private static final String MANY_RDNS = "a=b" + ",a=b".repeat(32);
  private static final String PROXIED = "2.16.840.1.113730.3.4.18";
  private static final String PAGED = "1.2.840.113556.1.4.319";
  private static final byte[] PRESENT = text(0x87, "objectClass");
  private static final byte[] EQUAL = element(0xa3, text("uid"), text("alice"));

  private final LdapGuard guard = new LdapGuard(LdapGuard.Limits.beforeBind());

  static Stream<Arguments> good() {
    byte[] substrings =
        element(
            0xa4,
            text("cn"),
            element(0x30, text(0x80, "a"), text(0x81, "b"), text(0x81, "c"), text(0x82, "d")));
    byte[] extensible = element(0xa9, text(0x81, "2.5.13.2"), text(0x82, "cn"), text(0x83, "x"));
    byte[] filter =
        element(0xa0, PRESENT, element(0xa1, EQUAL, substrings), element(0xa2, extensible));
    byte[] sasl = element(0xa3, text("PLAIN"), text("\0alice\0secret"));
    byte[] attribute = element(0x30, text("cn"), element(0x31, text("Alice")));
    return Stream.of(
        Arguments.of(BIND, bind(ALICE, "secret")),
        Arguments.of(BIND, bind("", "")),
        Arguments.of(BIND, element(0x60, bytes(2, 1, 3), text(""), sasl)),
        Arguments.of(UNBIND, bytes(0x42, 0)),
        Arguments.of(ABANDON, bytes(0x50, 1, 7)),
        Arguments.of(SEARCH, search("", PRESENT)),
        Arguments.of(SEARCH, search(ALICE, filter)),
        Arguments.of(SEARCH, search(ALICE, bytes(0xa0, 0))),
        Arguments.of(SEARCH, search(ALICE, nested(0xa2, 50, EQUAL))),
        Arguments.of(SEARCH, search(ALICE, nested(0xa0, 50, substrings))),
        Arguments.of(COMPARE, element(0x6e, text(ALICE), element(0x30, text("cn"), text("x")))),
        Arguments.of(ADD, element(0x68, text(ALICE), element(0x30, attribute, attribute))),
        Arguments.of(
            MODIFY,
            element(0x66, text(ALICE), element(0x30, element(0x30, bytes(0x0a, 1, 2), attribute)))),
        Arguments.of(DELETE, text(0x4a, ALICE)),
        Arguments.of(MODIFY_DN, element(0x6c, text(ALICE), text("uid=b"), bytes(1, 1, 0))),
        Arguments.of(
            MODIFY_DN,
            element(0x6c, text(ALICE), text("uid=b"), bytes(1, 1, 0), text(0x80, "dc=org"))),
        Arguments.of(EXTENDED, element(0x77, text(0x80, "1.3.6.1.4.1.1466.20037"))),
        Arguments.of(EXTENDED, passwordModify(ALICE)));
  }

  @ParameterizedTest
  @MethodSource("good")
  void goodMessagePasses(LdapOperation operation, byte[] pdu) {
    byte[] plain = message(7, pdu);
    assertEquals(new LdapGuard.Checked(7, operation, false), guard.check(buffer(plain)));
    byte[] controlled = message(7, pdu, controls(control(PAGED, false)));
    assertEquals(new LdapGuard.Checked(7, operation, false), guard.check(buffer(controlled)));
  }

  @ParameterizedTest
  @MethodSource("good")
  void messageCutShortAnywhereIsRefused(LdapOperation operation, byte[] pdu) {
    byte[] whole = message(7, pdu);
    for (int octets = 0; octets < whole.length; octets++) {
      byte[] part = Arrays.copyOf(whole, octets);
      assertRefused(part);
    }
    assertRefused(join(whole, bytes(0)));
  }

  @ParameterizedTest
  @MethodSource("good")
  void lengthThatReachesOutIsRefusedOrHarmless(LdapOperation operation, byte[] pdu) {
    byte[] whole = message(7, pdu);
    for (int i = 0; i < whole.length; i++) {
      byte[] changed = whole.clone();
      changed[i] = 0x7f;
      try {
        assertTrue(guard.check(buffer(changed)).messageId() >= 0);
      } catch (MalformedPduException e) {
        assertFalse(String.valueOf(e.getMessage()).contains("alice"));
      }
    }
  }

  static Stream<byte[]> refused() {
    byte[] longValue = element(0xa3, text("member"), text(LONG_DN));
    byte[] longSubstring = element(0xa4, text("cn"), element(0x30, text(0x80, LONG_DN)));
    byte[] ava = element(0x30, text("cn"), text("x"));
    return Stream.of(
        bind(LONG_DN, "x"),
        bind(MANY_RDNS, "x"),
        bind(MANY_RDNS.replace(',', '+'), "x"),
        bind(MANY_RDNS.replace(',', ';'), "x"),
        bind("\"" + MANY_RDNS + "\"", "x"),
        search(LONG_DN, PRESENT),
        search(MANY_RDNS, PRESENT),
        search("", nested(0xa2, 51, EQUAL)),
        search("", nested(0xa0, 10_000, EQUAL)),
        search("", nested(0xa4, 10_000, EQUAL)),
        search("", element(0xa4, text("cn"), nested(0x30, 100, text(0x80, "a")))),
        search("", longValue),
        search("", longSubstring),
        search("", text(0x87, LONG_DN)),
        search("", element(0xa3, text("cn"), element(0x24, text("x")))),
        search("", text("not a filter")),
        search("", element(0xa0, Collections.nCopies(5_000, PRESENT).toArray(byte[][]::new))),
        element(0x6e, text(LONG_DN), ava),
        element(0x68, text(MANY_RDNS), element(0x30)),
        element(0x66, text(LONG_DN), element(0x30)),
        text(0x4a, MANY_RDNS),
        element(0x6c, text(LONG_DN), text("uid=b"), bytes(1, 1, 0)),
        element(0x6c, text(ALICE), text(MANY_RDNS), bytes(1, 1, 0)),
        element(0x6c, text(ALICE), text("uid=b"), bytes(1, 1, 0), text(0x80, LONG_DN)),
        passwordModify(LONG_DN),
        passwordModify(MANY_RDNS),
        element(0x77, text(0x80, "1".repeat(2_000))),
        element(0x77, text(0x81, "no name")),
        element(0x60, bytes(2, 1, 3), element(0x24, text(ALICE)), text(0x80, "x")),
        element(0x60, bytes(2, 1, 3)),
        bytes(0x61, 0),
        bytes(0x79, 0),
        bytes(0x7f, 0x01, 0),
        bytes(0x60, 0x80, 0, 0));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void operationThatACodecWouldPayForIsRefused(byte[] operation) {
    assertRefused(message(1, operation));
  }

  static Stream<byte[]> excessive() {
    return Stream.of(
        search(LONG_DN, PRESENT),
        search(MANY_RDNS, PRESENT),
        search("", nested(0xa2, 51, EQUAL)),
        search("", nested(0xa0, 10_000, EQUAL)),
        search("", element(0xa3, text("member"), text(LONG_DN))),
        search("", element(0xa0, Collections.nCopies(5_000, PRESENT).toArray(byte[][]::new))));
  }

  @ParameterizedTest
  @MethodSource("excessive")
  void excessCanBeAnswered(byte[] operation) {
    LimitExceededException refusal =
        assertThrows(
            LimitExceededException.class, () -> guard.check(buffer(message(9, operation))));
    assertEquals(9, refusal.request().messageId());
    assertEquals(LdapOperation.SEARCH, refusal.request().operation());
  }

  @Test
  void filterOfAnUnknownKindPasses() {
    byte[] pdu = message(1, search("", text(0x8a, "x")));
    assertEquals(LdapOperation.SEARCH, guard.check(buffer(pdu)).operation());
  }

  static Stream<byte[]> badIds() {
    return Stream.of(
        bytes(0x02, 0),
        bytes(0x02, 4, 0xff, 0xff, 0xff, 0xff),
        bytes(0x02, 1, 0x80),
        bytes(0x02, 5, 0, 0x7f, 0xff, 0xff, 0xff),
        bytes(0x0a, 1, 1));
  }

  @ParameterizedTest
  @MethodSource("badIds")
  void messageIdIsANumberUpToMaxInt(byte[] id) {
    assertRefused(element(0x30, id, bytes(0x42, 0)));
  }

  @Test
  void largestMessageIdPasses() {
    byte[] pdu = message(Integer.MAX_VALUE, bytes(0x42, 0));
    assertEquals(Integer.MAX_VALUE, guard.check(buffer(pdu)).messageId());
  }

  @Test
  void escapedSeparatorsAreNoRdns() {
    byte[] pdu = message(1, bind("cn=" + "\\,".repeat(100) + ",dc=org", "x"));
    assertEquals(BIND, guard.check(buffer(pdu)).operation());
  }

  @Test
  void largestDnPasses() {
    String dn = "uid=" + "a".repeat(1020 - 4 * 31) + ",a=b".repeat(31);
    assertEquals(1024, dn.length());
    assertEquals(BIND, guard.check(buffer(message(1, bind(dn, "x")))).operation());
  }

  @Test
  void criticalControlIsReportedUnlessKnown() {
    byte[] paged = message(1, search("", PRESENT), controls(control(PAGED, true)));
    assertTrue(guard.check(buffer(paged)).unknownCriticalControl());
    LdapGuard knowing = new LdapGuard(LdapGuard.Limits.beforeBind(), Set.of(PAGED));
    assertFalse(knowing.check(buffer(paged)).unknownCriticalControl());
  }

  @Test
  void proxiedAuthorizationIsReportedWhateverItsCriticality() {
    byte[] asked =
        message(1, search("", PRESENT), controls(control(PAGED, false), control(PROXIED, false)));
    assertTrue(guard.check(buffer(asked)).unknownCriticalControl());
  }

  @Test
  void controlsAreCountedAndMeasured() {
    byte[] one = control(PAGED, false);
    byte[][] most = Collections.nCopies(32, one).toArray(byte[][]::new);
    assertEquals(UNBIND, guard.check(buffer(unbind(controls(most)))).operation());
    assertRefused(unbind(controls(join(most), one)));
    assertRefused(unbind(controls(element(0x30, text(PROXIED), text(LONG_DN)))));
    assertRefused(unbind(controls(element(0x30, text("1".repeat(129))))));
    assertRefused(unbind(controls(element(0x30, text(PAGED), text("a"), text("b")))));
    assertRefused(unbind(controls(element(0x30, text(PAGED), bytes(1, 2, 0, 0)))));
    assertRefused(unbind(controls(text(PAGED))));
    assertRefused(join(unbind(controls(one)), one));
  }

  @Test
  void bufferIsLeftAsItIs() {
    ByteBuffer two = buffer(join(bytes(9, 9), message(1, bind(ALICE, "x")))).position(2);
    int limit = two.limit();
    assertEquals(BIND, guard.check(two).operation());
    assertEquals(2, two.position());
    assertEquals(limit, two.limit());
  }

  @Test
  void readOnlyAndDirectBuffersAreRead() {
    byte[] pdu = message(1, bind(ALICE, "x"));
    ByteBuffer direct = ByteBuffer.allocateDirect(pdu.length).put(pdu).flip();
    assertEquals(BIND, guard.check(direct.asReadOnlyBuffer()).operation());
  }

  private void assertRefused(byte[] pdu) {
    assertThrows(MalformedPduException.class, () -> guard.check(buffer(pdu)));
  }

  private static byte[] unbind(byte[] controls) {
    return message(1, bytes(0x42, 0), controls);
  }

  private static byte[] passwordModify(String user) {
    return element(
        0x77,
        text(0x80, "1.3.6.1.4.1.4203.1.11.1"),
        element(0x81, element(0x30, text(0x80, user), text(0x82, "new"))));
  }
}
