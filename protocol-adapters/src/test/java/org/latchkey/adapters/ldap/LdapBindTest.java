// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.ldap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.asn1.ASN1Integer;
import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.asn1.ASN1Sequence;
import com.unboundid.ldap.protocol.LDAPMessage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latchkey.core.account.AccountId;
import org.latchkey.core.account.Service;
import org.latchkey.core.directory.DirectoryUnavailableException;

final class LdapBindTest extends EmbeddedLdap {
  @Test
  void appPasswordForLdapBinds() throws Exception {
    assertBind(0, ALICE, given.text());
    assertEquals("dn:" + ALICE, whoAmI());
    assertEquals(1, domain.sessions.count());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UID=ALICE, OU=People, DC=Example, DC=Org",
        "0.9.2342.19200300.100.1.1=alice,ou=people,dc=example,dc=org",
        "uid=alice@example.org,ou=people,dc=example,dc=org"
      })
  void everyWayOfWritingTheNameBinds(String dn) throws Exception {
    assertBind(0, dn, given.text());
    assertEquals("dn:" + ALICE, whoAmI());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "uid=alice\\00,ou=people,dc=example,dc=org",
        "uid=alice\u0000,ou=people,dc=example,dc=org",
        "uid=\ufeffalice,ou=people,dc=example,dc=org",
        "uid=alice\\20,ou=people,dc=example,dc=org",
        "uid=alice\\c3,ou=people,dc=example,dc=org",
        "uid=alice%,ou=people,dc=example,dc=org",
        "uid=alice*bob,ou=people,dc=example,dc=org",
        "uid=nobody,ou=people,dc=example,dc=org",
        "cn=alice,ou=people,dc=example,dc=org",
        "alice",
        "",
        "uid=alice,ou=smtp,ou=services,dc=example,dc=org"
      })
  void anyOtherNameIsAnUnknownOne(String dn) throws Exception {
    assertBind(49, dn, given.text());
    assertBind(49, ALICE, "wrong");
    assertEquals("", whoAmI());
  }

  @Test
  void everyRefusalSaysTheSame() throws Exception {
    TestDomain.Given mailOnly = domain.give(alice, Service.IMAP);
    TestDomain.Given revoked = domain.give(alice, Service.LDAP);
    domain.revoke(revoked);
    List<byte[]> answers =
        List.of(
            raw(Messages.bind(7, ALICE, "wrong")),
            raw(Messages.bind(7, ALICE, "   ")),
            raw(Messages.bind(7, ALICE, mailOnly.text())),
            raw(Messages.bind(7, ALICE, revoked.text())),
            raw(Messages.bind(7, "uid=nobody,ou=people,dc=example,dc=org", given.text())),
            raw(Messages.bind(7, "not a dn", given.text())));
    for (byte[] answer : answers) {
      assertEquals(hex(answers.getFirst()), hex(answer));
    }
  }

  @Test
  void serviceViewAcceptsWhatIsForThatService() throws Exception {
    TestDomain.Given mailOnly = domain.give(alice, Service.IMAP);
    String view = "uid=alice,ou=imap,ou=services,dc=example,dc=org";
    assertBind(0, view, mailOnly.text());
    assertEquals("dn:" + view, whoAmI());
    assertBind(49, ALICE, mailOnly.text());
  }

  @Test
  void anonymousBindSucceedsAndNameWithoutPasswordDoesNot() throws Exception {
    assertBind(0, "", "");
    assertBind(53, ALICE, "");
    assertEquals("", whoAmI());
    assertEquals(0, domain.sessions.count());
  }

  @Test
  void oldVersionIsRefused() throws Exception {
    ASN1Sequence bind =
        new ASN1Sequence(
            (byte) 0x60,
            new ASN1Integer(2),
            new ASN1OctetString(ALICE),
            new ASN1OctetString((byte) 0x80, given.text()));
    assertEquals(2, code(one(Messages.sequence(new ASN1Integer(1), bind))));
  }

  @Test
  void passwordInClearIsRefusedUnread() throws Exception {
    channel.finishAndReleaseAll();
    channel = connections.connect(STRANGER);
    assertBind(13, ALICE, given.text());
    assertEquals(13, code(one(plain("alice", "alice", given.text()))));
    assertBind(53, ALICE, "");
    assertBind(0, "", "");
    assertTrue(domain.audit.isEmpty());
  }

  @Test
  void outageIsNoWrongPassword() throws Exception {
    domain.directory.failWith(new DirectoryUnavailableException("down"));
    assertBind(52, ALICE, given.text());
  }

  @Test
  void newBindEndsTheOldSessionWhateverComesOfIt() throws Exception {
    AccountId bob = domain.add("bob");
    TestDomain.Given bobs = domain.give(bob, Service.LDAP);
    assertBind(0, ALICE, given.text());
    assertBind(0, BOB, bobs.text());
    assertEquals("dn:" + BOB, whoAmI());
    assertEquals(1, domain.sessions.count());
    assertTrue(domain.sessions.of(alice).isEmpty());
    assertBind(49, BOB, "wrong");
    assertEquals("", whoAmI());
    assertEquals(0, domain.sessions.count());
  }

  @Test
  void repeatedBindKeepsTheSession() throws Exception {
    assertBind(0, ALICE, given.text());
    String first = domain.sessions.of(alice).iterator().next().id();
    assertBind(0, ALICE, given.text());
    assertEquals(first, domain.sessions.of(alice).iterator().next().id());
    assertEquals(1, domain.sessions.count());
  }

  @Test
  void pipelinedBindsAreAnsweredInOrder() throws Exception {
    byte[] good = Messages.bind(1, ALICE, given.text());
    byte[] bad = Messages.bind(2, ALICE, "wrong");
    byte[] again = Messages.bind(3, ALICE, given.text());
    List<LDAPMessage> answers = send(good, bad, again);
    assertEquals(List.of(1, 2, 3), answers.stream().map(LDAPMessage::getMessageID).toList());
    assertEquals(List.of(0, 49, 0), answers.stream().map(EmbeddedLdap::code).toList());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "alice",
        "u:alice",
        "dn:" + ALICE,
        "dn:UID=alice, ou=people,dc=example,dc=org"
      })
  void plainWithOwnAuthorizationIdentityBinds(String authzid) throws Exception {
    assertEquals(0, code(one(plain(authzid, "alice", given.text()))));
    assertEquals("dn:" + ALICE, whoAmI());
  }

  @ParameterizedTest
  @ValueSource(strings = {"bob", "u:bob", "dn:" + BOB, "dn:nonsense", "u:"})
  void plainForAnotherIsRefused(String authzid) throws Exception {
    assertEquals(49, code(one(plain(authzid, "alice", given.text()))));
    assertEquals("", whoAmI());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\0", "\0\0", "\0alice\0", "\0\0secret", "a\0b\0c\0d", "alice"})
  void malformedPlainIsRefused(String message) throws Exception {
    assertEquals(49, code(one(sasl("PLAIN", new ASN1OctetString(message)))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"EXTERNAL", "LOGIN", "DIGEST-MD5", "SCRAM-SHA-256", ""})
  void otherMechanismIsNotSupported(String mechanism) throws Exception {
    assertEquals(7, code(one(sasl(mechanism, new ASN1OctetString("x")))));
  }
}
