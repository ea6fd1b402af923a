// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.ldap;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.protocol.CompareRequestProtocolOp;
import com.unboundid.ldap.protocol.LDAPMessage;
import com.unboundid.ldap.protocol.UnbindRequestProtocolOp;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.SearchScope;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class LdapAttackTest extends EmbeddedLdap {
  @Test
  void messagesMayComeOctetByOctet() throws Exception {
    byte[] dialogue =
        join(
            Messages.bind(1, ALICE, given.text()),
            Messages.search(2, ALICE, SearchScope.BASE, "(&(uid=alice)(!(cn=x*y)))"),
            Messages.extended(3, WHO_AM_I),
            Messages.of(4, new UnbindRequestProtocolOp()));
    for (byte octet : dialogue) {
      channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {octet}));
    }
    List<LDAPMessage> answers = answers();
    assertEquals(List.of(1, 2, 2, 3), answers.stream().map(LDAPMessage::getMessageID).toList());
    assertEquals("dn:" + ALICE, value(answers.get(3)));
    assertFalse(channel.isOpen());
  }

  static Stream<byte[]> attacks() {
    String manyRdns = "cn=x" + ",cn=x".repeat(19_999);
    byte[] indefinite = {0x30, (byte) 0x80, 2, 1, 1, 0x42, 0, 0, 0};
    byte[] overLong = {0x30, (byte) 0x88, 0, 0, 0, 0, 0, 0, 0, 5, 2, 1, 1, 0x42, 0};
    byte[] tooLong = {0x30, (byte) 0x84, 0x7f, (byte) 0xff, (byte) 0xff, (byte) 0xff};
    byte[] reachesOut = {0x30, 5, 2, 1, 1, 0x42, 9};
    byte[] response = {0x30, 12, 2, 1, 1, 0x61, 7, 0x0a, 1, 0, 4, 0, 4, 0};
    return Stream.of(
        Messages.bind(1, manyRdns, "x"),
        Messages.bind(1, "cn=" + "x".repeat(1_000_000), "x"),
        Messages.bind(0, "", ""),
        indefinite,
        overLong,
        tooLong,
        reachesOut,
        response,
        "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII),
        new byte[] {0x16, 3, 1, 2, 0});
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void attackIsAProtocolErrorAndTheEnd(byte[] attack) throws Exception {
    assertNotice(2, send(join(attack, Messages.extended(2, WHO_AM_I))));
  }

  static Stream<byte[]> excesses() {
    String manyRdns = "cn=x" + ",cn=x".repeat(10_000);
    Control[] controls =
        Stream.generate(() -> new Control(PAGED)).limit(33).toArray(Control[]::new);
    return Stream.of(
        Messages.bind(1, "cn=" + "x".repeat(1_022), "x"),
        Messages.bind(1, "cn=x" + ",cn=x".repeat(32), "x"),
        Messages.search(1, manyRdns, SearchScope.BASE, "(a=b)"),
        Messages.searchDeep(51),
        Messages.searchDeep(10_000),
        Messages.search(1, "", SearchScope.BASE, "(a=" + "x".repeat(2_000) + ")"),
        Messages.bind(1, "", "", controls));
  }

  @ParameterizedTest
  @MethodSource("excesses")
  void whatHoldsTooMuchIsRefusedAndNoMore(byte[] request) throws Exception {
    assertBind(0, ALICE, given.text());
    assertEquals(11, code(one(request)));
    assertTrue(channel.isOpen());
  }

  @Test
  void requestsWaitForTheAnswersToBeRead() throws Exception {
    requireNonNull(channel.unsafe().outboundBuffer()).setUserDefinedWritability(1, false);
    byte[] who = Messages.extended(1, WHO_AM_I);
    assertEquals(List.of(), send(join(who, who, who)));
    requireNonNull(channel.unsafe().outboundBuffer()).setUserDefinedWritability(1, true);
    channel.runPendingTasks();
    assertEquals(3, answers().size());
  }

  @Test
  void largeMessageIsTakenAfterABindOnly() throws Exception {
    byte[] large =
        Messages.of(
            1, new CompareRequestProtocolOp(ALICE, "cn", new ASN1OctetString(new byte[100_000])));
    assertBind(0, ALICE, given.text());
    assertEquals(5, code(one(large)));
    assertBind(49, ALICE, "wrong");
    assertNotice(2, send(large));
  }

  @Test
  void refusalIsShortAndEchoesNothing() throws Exception {
    byte[] answer = raw(Messages.bind(1, "cn=echo" + "o".repeat(900) + ",dc=org", "secret"));
    assertTrue(answer.length < 80);
    assertFalse(new String(answer, StandardCharsets.ISO_8859_1).contains("echo"));
  }
}
