// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.ldap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.asn1.ASN1Integer;
import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.asn1.ASN1Sequence;
import com.unboundid.ldap.protocol.AbandonRequestProtocolOp;
import com.unboundid.ldap.protocol.AddRequestProtocolOp;
import com.unboundid.ldap.protocol.CompareRequestProtocolOp;
import com.unboundid.ldap.protocol.DeleteRequestProtocolOp;
import com.unboundid.ldap.protocol.LDAPMessage;
import com.unboundid.ldap.protocol.ModifyDNRequestProtocolOp;
import com.unboundid.ldap.protocol.ModifyRequestProtocolOp;
import com.unboundid.ldap.protocol.ProtocolOp;
import com.unboundid.ldap.protocol.UnbindRequestProtocolOp;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.latchkey.core.account.AccountId;
import org.latchkey.core.account.Service;
import org.latchkey.core.session.SignOutReason;

final class LdapSessionTest extends EmbeddedLdap {
  @Test
  void nextRequestWaitsForTheBind() throws Exception {
    lookUps.hold();
    assertEquals(
        List.of(), send(Messages.bind(1, ALICE, given.text()), Messages.extended(2, WHO_AM_I)));
    assertFalse(channel.config().isAutoRead());
    lookUps.letGo();
    channel.runPendingTasks();
    List<LDAPMessage> answers = answers();
    assertEquals(0, code(answers.get(0)));
    assertEquals("dn:" + ALICE, value(answers.get(1)));
    assertTrue(channel.config().isAutoRead());
  }

  @Test
  void clientThatLeavesDuringItsBindLeavesNoSession() throws Exception {
    lookUps.hold();
    assertEquals(List.of(), send(Messages.bind(1, ALICE, given.text())));
    assertTrue(channel.close().isSuccess());
    lookUps.letGo();
    channel.runPendingTasks();
    assertEquals(0, domain.sessions.count());
  }

  @Test
  void revocationDuringABindWins() throws Exception {
    assertBind(0, ALICE, given.text());
    AccountId bob = domain.add("bob");
    TestDomain.Given bobs = domain.give(bob, Service.LDAP);
    lookUps.hold();
    assertEquals(List.of(), send(Messages.bind(1, BOB, bobs.text())));
    domain.revoke(bobs);
    lookUps.letGo();
    channel.runPendingTasks();
    assertEquals(49, code(answers().getFirst()));
    assertEquals(0, domain.sessions.count());
  }

  @Test
  void endOfTheOldSessionDuringABindEndsTheConnection() throws Exception {
    assertBind(0, ALICE, given.text());
    AccountId bob = domain.add("bob");
    TestDomain.Given bobs = domain.give(bob, Service.LDAP);
    lookUps.hold();
    assertEquals(List.of(), send(Messages.bind(1, BOB, bobs.text())));
    domain.revoke(given);
    channel.runPendingTasks();
    assertNotice(52, answers());
    lookUps.letGo();
    channel.runPendingTasks();
    assertEquals(List.of(), answers());
    assertEquals(0, domain.sessions.count());
  }

  @Test
  void revocationDisconnectsWithANotice() throws Exception {
    assertBind(0, ALICE, given.text());
    domain.revoke(given);
    channel.runPendingTasks();
    assertNotice(52, answers());
  }

  @Test
  void stoppingServerDisconnectsWithANotice() throws Exception {
    assertBind(0, ALICE, given.text());
    domain.sessions.endAll(SignOutReason.SERVER_STOPPING);
    channel.runPendingTasks();
    assertNotice(52, answers());
  }

  @Test
  void unbindClosesWithoutAWord() throws Exception {
    assertBind(0, ALICE, given.text());
    assertEquals(List.of(), send(Messages.of(3, new UnbindRequestProtocolOp())));
    assertFalse(channel.isOpen());
    assertEquals(0, domain.sessions.count());
  }

  static Stream<ProtocolOp> changes() {
    return Stream.of(
        new AddRequestProtocolOp("cn=x," + ALICE, List.of(new Attribute("cn", "x"))),
        new DeleteRequestProtocolOp(ALICE),
        new ModifyRequestProtocolOp(
            ALICE, List.of(new Modification(ModificationType.REPLACE, "userPassword", "x"))),
        new ModifyDNRequestProtocolOp(ALICE, "uid=eve", true, null));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void nothingCanBeChanged(ProtocolOp change) throws Exception {
    assertEquals(50, code(one(Messages.of(1, change))));
    assertBind(0, ALICE, given.text());
    assertEquals(50, code(one(Messages.of(2, change))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "uid | ALICE | 6",
        "userid | alice | 6",
        "0.9.2342.19200300.100.1.1 | alice | 6",
        "uid | bob | 5",
        "name | alice  müller | 6",
        "cn | alice müller | 6",
        "mail | alice@example.com | 6",
        "objectClass | person | 6",
        "objectClass | groupOfNames | 5",
        "entryDN | uid=alice, ou=people, dc=example, dc=org | 6",
        "createTimestamp | 20260101130000+0100 | 6",
        "sn | x | 16",
        "createTimestamp | x | 21",
        "mail | ü | 21",
        "foo | x | 17",
        "mail;x-foo | x | 17",
        "ü | x | 17",
        "facsimileTelephoneNumber | x | 18",
        "userPassword | x | 50",
        "2.5.4.35 | {ARGON2}hash | 50",
        "userpassword | {ARGON2}hash | 50",
        "latchkeyTotp | sealed | 50",
        "latchkeyRevoked | x | 50",
        "entryParentId | inner | 17",
      })
  void ownEntryIsCompared(String attribute, String value, int code) throws Exception {
    assertBind(0, ALICE, given.text());
    assertEquals(code, code(one(compare(ALICE, attribute, value))));
  }

  @Test
  void othersEntriesAreNotCompared() throws Exception {
    domain.add("bob");
    assertEquals(50, code(one(compare(ALICE, "uid", "alice"))));
    assertEquals(6, code(one(compare("", "supportedLDAPVersion", "3"))));
    assertBind(0, ALICE, given.text());
    assertEquals(32, code(one(compare(BOB, "uid", "bob"))));
    assertEquals(50, code(one(compare("ou=people,dc=example,dc=org", "ou", "people"))));
    assertEquals(34, code(one(compare("alice", "uid", "alice"))));
    assertEquals(6, code(one(compare("cn=schema", "attributeTypes", "cn"))));
  }

  private static byte[] compare(String dn, String attribute, String value) {
    return Messages.of(1, new CompareRequestProtocolOp(dn, attribute, new ASN1OctetString(value)));
  }

  @Test
  void changeOfWhatHasNoNameIsTold() throws Exception {
    assertEquals(34, code(one(Messages.of(1, new DeleteRequestProtocolOp("alice")))));
    assertEquals(
        34, code(one(Messages.of(2, new ModifyDNRequestProtocolOp("x", "uid=y", true, null)))));
    assertTrue(channel.isOpen());
  }

  @Test
  void abandonIsNotAnswered() throws Exception {
    assertEquals(List.of(), send(Messages.of(2, new AbandonRequestProtocolOp(1))));
    assertEquals("", whoAmI());
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.3.6.1.4.1.4203.1.11.1", "1.2.3", ""})
  void unknownExtendedOperationIsAProtocolError(String oid) throws Exception {
    assertEquals(2, code(one(Messages.extended(1, oid))));
    assertTrue(channel.isOpen());
  }

  @Test
  void criticalControlIsRefusedUnlessKnown() throws Exception {
    assertBind(0, ALICE, given.text());
    assertEquals(12, code(one(Messages.extended(1, WHO_AM_I, new Control(PAGED, true)))));
    assertEquals(
        "dn:" + ALICE, value(one(Messages.extended(1, WHO_AM_I, new Control(PAGED, false)))));
    Control manage = new Control("2.16.840.1.113730.3.4.2", true);
    assertEquals("dn:" + ALICE, value(one(Messages.extended(1, WHO_AM_I, manage))));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void proxiedAuthorizationIsRefused(boolean critical) throws Exception {
    assertBind(0, ALICE, given.text());
    Control proxied = new Control(PROXIED, critical, new ASN1OctetString("dn:" + BOB));
    assertEquals(12, code(one(Messages.extended(1, WHO_AM_I, proxied))));
  }

  @Test
  void bindWithAnUnknownCriticalControlLeavesNobodyBound() throws Exception {
    assertBind(0, ALICE, given.text());
    byte[] bind = Messages.bind(1, ALICE, given.text(), new Control(PAGED, true));
    assertEquals(12, code(one(bind)));
    assertEquals("", whoAmI());
  }

  @Test
  void startTlsIsAnsweredInClearAndForgetsTheBind() throws Exception {
    assertBind(0, ALICE, given.text());
    LDAPMessage answer = one(Messages.extended(2, START_TLS));
    assertEquals(0, code(answer));
    assertEquals(START_TLS, answer.getExtendedResponseProtocolOp().getResponseOID());
    assertEquals(0, domain.sessions.count());
  }

  @Test
  void octetsBehindStartTlsEndTheConnection() throws Exception {
    byte[] bind = Messages.bind(2, ALICE, given.text());
    assertNotice(2, send(join(Messages.extended(1, START_TLS), bind)));
    assertEquals(0, domain.sessions.count());
  }

  @Test
  void startTlsWithAValueIsAProtocolError() throws Exception {
    ASN1Sequence request =
        new ASN1Sequence(
            (byte) 0x77,
            new ASN1OctetString((byte) 0x80, START_TLS),
            new ASN1OctetString((byte) 0x81, "x"));
    assertEquals(2, code(one(Messages.sequence(new ASN1Integer(1), request))));
  }
}
