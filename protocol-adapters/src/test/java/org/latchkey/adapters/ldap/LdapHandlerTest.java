// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.ldap;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.asn1.ASN1Integer;
import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.asn1.ASN1Sequence;
import com.unboundid.ldap.protocol.AbandonRequestProtocolOp;
import com.unboundid.ldap.protocol.AddRequestProtocolOp;
import com.unboundid.ldap.protocol.BindRequestProtocolOp;
import com.unboundid.ldap.protocol.BindResponseProtocolOp;
import com.unboundid.ldap.protocol.CompareRequestProtocolOp;
import com.unboundid.ldap.protocol.DeleteRequestProtocolOp;
import com.unboundid.ldap.protocol.ExtendedResponseProtocolOp;
import com.unboundid.ldap.protocol.GenericResponseProtocolOp;
import com.unboundid.ldap.protocol.LDAPMessage;
import com.unboundid.ldap.protocol.ModifyDNRequestProtocolOp;
import com.unboundid.ldap.protocol.ModifyRequestProtocolOp;
import com.unboundid.ldap.protocol.ProtocolOp;
import com.unboundid.ldap.protocol.SearchResultEntryProtocolOp;
import com.unboundid.ldap.protocol.UnbindRequestProtocolOp;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.SearchScope;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.latchkey.adapters.net.EmbeddedConnections;
import org.latchkey.adapters.net.TlsMaterial;
import org.latchkey.config.Cidr;
import org.latchkey.config.NetworkSettings;
import org.latchkey.core.account.AccountId;
import org.latchkey.core.account.Service;
import org.latchkey.core.session.SignOutReason;

@ExtendWith(NoLeaks.class)
final class LdapHandlerTest {
  private static final String ALICE = "uid=alice,ou=people,dc=example,dc=org";
  private static final String BOB = "uid=bob,ou=people,dc=example,dc=org";
  private static final String START_TLS = "1.3.6.1.4.1.1466.20037";
  private static final String WHO_AM_I = "1.3.6.1.4.1.4203.1.11.3";
  private static final String PROXIED = "2.16.840.1.113730.3.4.18";
  private static final String PAGED = "1.2.840.113556.1.4.319";
  private static final InetSocketAddress TRUSTED = new InetSocketAddress("192.0.2.1", 40_000);
  private static final InetSocketAddress STRANGER = new InetSocketAddress("198.51.100.1", 40_000);

  @TempDir static Path folder;
  private static TlsMaterial tls;

  private final HeldExecutor lookUps = new HeldExecutor();
  private final TestDomain domain = new TestDomain(lookUps);
  private EmbeddedConnections connections;
  private EmbeddedChannel channel;
  private AccountId alice;
  private TestDomain.Given given;

  @BeforeAll
  static void makeCertificate() throws Exception {
    tls = TestCertificate.make(folder);
  }

  @AfterAll
  static void closeCertificate() {
    tls.close();
  }

  @BeforeEach
  void connect() {
    NetworkSettings defaults = NetworkSettings.defaults();
    NetworkSettings settings =
        new NetworkSettings(
            List.of(Cidr.parse("192.0.2.0/24")),
            List.of(),
            defaults.maxConnections(),
            defaults.maxConnectionsPerAddress(),
            defaults.signInDeadline(),
            defaults.maxPendingKib(),
            defaults.idleTimeout());
    LdapProtocol protocol = new LdapProtocol(domain.signIn, domain.sessions, TestDomain.BASE);
    connections = new EmbeddedConnections(protocol, tls, settings);
    channel = connections.connect(TRUSTED);
    alice = domain.directory.add("alice");
    given = domain.give(alice, Service.LDAP, Service.IMAP);
  }

  @AfterEach
  void nothingIsLeftBehind() {
    channel.finishAndReleaseAll();
    lookUps.letGo();
    channel.runPendingTasks();
    assertEquals(0, domain.sessions.count());
    domain.close();
  }

  // Binds.

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
    domain.directory.goDown();
    assertBind(52, ALICE, given.text());
  }

  @Test
  void newBindEndsTheOldSessionWhateverComesOfIt() throws Exception {
    AccountId bob = domain.directory.add("bob");
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
    assertEquals(List.of(0, 49, 0), answers.stream().map(LdapHandlerTest::code).toList());
  }

  // SASL.

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

  // A bind under way.

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
    AccountId bob = domain.directory.add("bob");
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
    AccountId bob = domain.directory.add("bob");
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

  // Sign-out.

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

  // What isn't there.

  static Stream<ProtocolOp> changes() {
    return Stream.of(
        new AddRequestProtocolOp("cn=x," + ALICE, List.of(new Attribute("cn", "x"))),
        new DeleteRequestProtocolOp(ALICE),
        new ModifyRequestProtocolOp(
            ALICE, List.of(new Modification(ModificationType.REPLACE, "userPassword", "x"))),
        new ModifyDNRequestProtocolOp(ALICE, "uid=eve", true, null),
        new CompareRequestProtocolOp(ALICE, "userPassword", new ASN1OctetString("x")));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void nothingCanBeChangedOrCompared(ProtocolOp change) throws Exception {
    assertEquals(50, code(one(Messages.of(1, change))));
    assertBind(0, ALICE, given.text());
    assertEquals(50, code(one(Messages.of(2, change))));
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

  // StartTLS.

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

  // Searches.

  @Test
  void anybodySeesTheRootDse() throws Exception {
    SearchResultEntryProtocolOp root =
        send(Messages.search(1, "", SearchScope.BASE, "(objectClass=*)", "*", "+"))
            .getFirst()
            .getSearchResultEntryProtocolOp();
    assertEquals("", root.getDN());
    assertEquals(List.of(TestDomain.BASE), values(root, "namingContexts"));
    assertEquals(List.of("3"), values(root, "supportedLDAPVersion"));
    assertEquals(List.of("PLAIN"), values(root, "supportedSASLMechanisms"));
    assertEquals(List.of(START_TLS, WHO_AM_I), values(root, "supportedExtension"));
  }

  @Test
  void rootDseOffersNoMechanismInClear() throws Exception {
    channel.finishAndReleaseAll();
    channel = connections.connect(STRANGER);
    SearchResultEntryProtocolOp root =
        send(Messages.search(1, "", SearchScope.BASE, "(objectClass=*)"))
            .getFirst()
            .getSearchResultEntryProtocolOp();
    assertEquals(List.of(), values(root, "supportedSASLMechanisms"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"dc=example,dc=org", ALICE, "uid=nobody,ou=people,dc=example,dc=org"})
  void anonymousSeesNothingElse(String base) throws Exception {
    assertEquals(50, code(one(Messages.search(1, base, SearchScope.SUB, "(objectClass=*)"))));
    assertEquals(50, code(one(Messages.search(1, "", SearchScope.SUB, "(objectClass=*)"))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"dc=example,dc=org", "ou=people,dc=example,dc=org", ALICE})
  void boundAccountFindsItselfBelowEveryAncestor(String base) throws Exception {
    assertBind(0, ALICE, given.text());
    List<LDAPMessage> found = send(Messages.search(1, base, SearchScope.SUB, "(mail=ALICE@*)"));
    SearchResultEntryProtocolOp entry = found.getFirst().getSearchResultEntryProtocolOp();
    assertEquals(ALICE, entry.getDN());
    assertEquals(List.of("alice Müller"), values(entry, "CN"));
    assertEquals(List.of("alice@example.org", "alice@example.com"), values(entry, "mail"));
    assertEquals(List.of(), values(entry, "userPassword"));
    assertEquals(List.of(), values(entry, "entryUUID"));
    assertEquals(0, code(found.get(1)));
  }

  @Test
  void scopeDecidesWhetherItIsFound() throws Exception {
    domain.directory.add("bob");
    assertBind(0, ALICE, given.text());
    String people = "ou=people,dc=example,dc=org";
    assertFound(1, ALICE, SearchScope.BASE, "(uid=*)");
    assertFound(0, ALICE, SearchScope.ONE, "(uid=*)");
    assertFound(0, people, SearchScope.BASE, "(uid=*)");
    assertFound(1, people, SearchScope.ONE, "(uid=*)");
    assertFound(0, "dc=example,dc=org", SearchScope.ONE, "(uid=*)");
    assertFound(0, people, SearchScope.SUB, "(uid=bob)");
    assertFound(0, people, SearchScope.SUB, "(userPassword=*)");
    assertFound(0, people, SearchScope.SUB, "(!(userPassword=x))");
    for (String other :
        List.of(BOB, "dc=org", "dc=example,dc=net", "ou=services,dc=example,dc=org")) {
      assertEquals(32, code(one(Messages.search(1, other, SearchScope.SUB, "(uid=*)"))));
    }
    assertEquals(34, code(one(Messages.search(1, "no dn", SearchScope.SUB, "(uid=*)"))));
  }

  @Test
  void serviceViewShowsTheAccountThereOnly() throws Exception {
    String view = "uid=alice,ou=imap,ou=services,dc=example,dc=org";
    assertBind(0, view, given.text());
    assertFound(1, view, SearchScope.BASE, "(uid=alice)");
    assertFound(1, "ou=services,dc=example,dc=org", SearchScope.SUB, "(uid=alice)");
    assertEquals(32, code(one(Messages.search(1, ALICE, SearchScope.BASE, "(uid=*)"))));
  }

  @Test
  void attributesAreSelected() throws Exception {
    assertBind(0, ALICE, given.text());
    assertEquals(Set.of("cn"), selected("CN"));
    assertEquals(Set.of("cn", "entryUUID"), selected("cn", "entryuuid"));
    assertEquals(Set.of(), selected("1.1"));
    assertEquals(Set.of("entryDN", "entryUUID"), selected("+"));
    assertEquals(Set.of("cn", "uid", "mail", "objectClass"), selected("*"));
    assertEquals(Set.of(), selected("userPassword", "userpassword;x"));
  }

  private Set<String> selected(String... attributes) throws Exception {
    List<LDAPMessage> found =
        send(Messages.search(1, ALICE, SearchScope.BASE, "(uid=*)", attributes));
    return Set.copyOf(
        found.getFirst().getSearchResultEntryProtocolOp().getAttributes().stream()
            .map(Attribute::getName)
            .toList());
  }

  // Octets.

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
    byte[] noScope = {
      0x30,
      29,
      2,
      1,
      1,
      0x63,
      24,
      4,
      0,
      0x0a,
      1,
      9,
      0x0a,
      1,
      9,
      2,
      1,
      0,
      2,
      1,
      0,
      1,
      1,
      0,
      (byte) 0x87,
      1,
      'a',
      0x30,
      0,
      4,
      0
    };
    Control[] controls =
        Stream.generate(() -> new Control(PAGED)).limit(33).toArray(Control[]::new);
    return Stream.of(
        Messages.bind(1, manyRdns, "x"),
        Messages.bind(1, "cn=" + "x".repeat(1_000_000), "x"),
        Messages.bind(1, "cn=" + "x".repeat(1_022), "x"),
        Messages.bind(1, "cn=x" + ",cn=x".repeat(32), "x"),
        Messages.bind(0, "", ""),
        Messages.search(1, manyRdns.substring(0, 50_004), SearchScope.BASE, "(a=b)"),
        Messages.searchDeep(51),
        Messages.searchDeep(10_000),
        Messages.search(1, "", SearchScope.BASE, "(a=" + "x".repeat(2_000) + ")"),
        Messages.bind(1, "", "", controls),
        indefinite,
        overLong,
        tooLong,
        reachesOut,
        response,
        noScope,
        "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII),
        new byte[] {0x16, 3, 1, 2, 0});
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void attackIsAProtocolErrorAndTheEnd(byte[] attack) throws Exception {
    assertNotice(2, send(join(attack, Messages.extended(2, WHO_AM_I))));
  }

  @Test
  void largeMessageIsTakenAfterABindOnly() throws Exception {
    byte[] large =
        Messages.of(
            1, new CompareRequestProtocolOp(ALICE, "cn", new ASN1OctetString(new byte[100_000])));
    assertBind(0, ALICE, given.text());
    assertEquals(50, code(one(large)));
    assertBind(49, ALICE, "wrong");
    assertNotice(2, send(large));
  }

  @Test
  void refusalIsShortAndEchoesNothing() throws Exception {
    byte[] answer = raw(Messages.bind(1, "cn=echo" + "o".repeat(900) + ",dc=org", "secret"));
    assertTrue(answer.length < 80);
    assertFalse(new String(answer, StandardCharsets.ISO_8859_1).contains("echo"));
  }

  // Tools.

  private void assertBind(int code, String dn, String password) throws Exception {
    assertEquals(code, code(one(Messages.bind(9, dn, password))));
  }

  private void assertFound(int entries, String base, SearchScope scope, String filter)
      throws Exception {
    List<LDAPMessage> answers = send(Messages.search(1, base, scope, filter));
    assertEquals(entries, answers.size() - 1);
    assertEquals(0, code(answers.getLast()));
  }

  private void assertNotice(int code, List<LDAPMessage> answers) {
    assertEquals(1, answers.size());
    assertEquals(0, answers.getFirst().getMessageID());
    ExtendedResponseProtocolOp notice = answers.getFirst().getExtendedResponseProtocolOp();
    assertEquals("1.3.6.1.4.1.1466.20036", notice.getResponseOID());
    assertEquals(code, notice.getResultCode());
    assertFalse(channel.isOpen());
  }

  private String whoAmI() throws Exception {
    return value(one(Messages.extended(8, WHO_AM_I)));
  }

  private static String value(LDAPMessage answer) {
    return requireNonNull(answer.getExtendedResponseProtocolOp().getResponseValue()).stringValue();
  }

  private static List<String> values(SearchResultEntryProtocolOp entry, String name) {
    return entry.getAttributes().stream()
        .filter(each -> each.getName().equalsIgnoreCase(name))
        .flatMap(each -> Stream.of(each.getValues()))
        .toList();
  }

  private static int code(LDAPMessage answer) {
    return switch (answer.getProtocolOp()) {
      case BindResponseProtocolOp bind -> bind.getResultCode();
      case ExtendedResponseProtocolOp extended -> extended.getResultCode();
      case GenericResponseProtocolOp other -> other.getResultCode();
      default -> -1;
    };
  }

  private static byte[] plain(String authzid, String authcid, String password) {
    String message = authzid + "\0" + authcid + "\0" + password;
    return sasl("PLAIN", new ASN1OctetString(message));
  }

  private static byte[] sasl(String mechanism, ASN1OctetString credentials) {
    return Messages.of(1, new BindRequestProtocolOp("", mechanism, credentials));
  }

  private LDAPMessage one(byte[] request) throws Exception {
    List<LDAPMessage> answers = send(request);
    assertEquals(1, answers.size());
    return answers.getFirst();
  }

  private List<LDAPMessage> send(byte[]... requests) throws Exception {
    for (byte[] request : requests) {
      channel.writeInbound(Unpooled.copiedBuffer(request));
    }
    return answers();
  }

  private byte[] raw(byte[] request) {
    channel.writeInbound(Unpooled.copiedBuffer(request));
    ByteBuf answer = channel.readOutbound();
    byte[] octets = new byte[answer.readableBytes()];
    answer.readBytes(octets);
    answer.release();
    return octets;
  }

  private List<LDAPMessage> answers() throws Exception {
    ByteBuf all = Unpooled.buffer();
    ByteBuf next = channel.readOutbound();
    while (next != null) {
      all.writeBytes(next);
      next.release();
      next = channel.readOutbound();
    }
    return Messages.read(all);
  }

  private static byte[] join(byte[]... parts) {
    ByteBuf all = Unpooled.wrappedBuffer(parts);
    byte[] octets = new byte[all.readableBytes()];
    all.readBytes(octets);
    return octets;
  }

  private static String hex(byte[] octets) {
    return HexFormat.of().formatHex(octets);
  }
}
