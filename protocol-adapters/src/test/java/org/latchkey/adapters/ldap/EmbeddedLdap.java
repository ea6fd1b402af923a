// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.ldap;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.protocol.BindRequestProtocolOp;
import com.unboundid.ldap.protocol.BindResponseProtocolOp;
import com.unboundid.ldap.protocol.ExtendedResponseProtocolOp;
import com.unboundid.ldap.protocol.GenericResponseProtocolOp;
import com.unboundid.ldap.protocol.LDAPMessage;
import com.unboundid.ldap.protocol.SearchResultEntryProtocolOp;
import com.unboundid.ldap.sdk.SearchScope;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.latchkey.adapters.HeldExecutor;
import org.latchkey.adapters.net.EmbeddedConnections;
import org.latchkey.adapters.net.TlsMaterial;
import org.latchkey.config.Cidr;
import org.latchkey.config.NetworkSettings;
import org.latchkey.core.account.AccountId;
import org.latchkey.core.account.Service;

/** The port on a channel without a socket, and what its tests say to it. */
@ExtendWith(NoLeaks.class)
class EmbeddedLdap {
  static final String ALICE = "uid=alice,ou=people,dc=example,dc=org";
  static final String BOB = "uid=bob,ou=people,dc=example,dc=org";
  static final String START_TLS = "1.3.6.1.4.1.1466.20037";
  static final String WHO_AM_I = "1.3.6.1.4.1.4203.1.11.3";
  static final String PROXIED = "2.16.840.1.113730.3.4.18";
  static final String PAGED = "1.2.840.113556.1.4.319";
  static final InetSocketAddress TRUSTED = new InetSocketAddress("192.0.2.1", 40_000);
  static final InetSocketAddress STRANGER = new InetSocketAddress("198.51.100.1", 40_000);

  @TempDir static Path folder;
  static TlsMaterial tls;

  final HeldExecutor lookUps = new HeldExecutor();
  final TestDomain domain = new TestDomain(lookUps);
  EmbeddedConnections connections;
  EmbeddedChannel channel;
  AccountId alice;
  TestDomain.Given given;

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
    alice = domain.add("alice");
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

  void assertBind(int code, String dn, String password) throws Exception {
    assertEquals(code, code(one(Messages.bind(9, dn, password))));
  }

  void assertFound(int entries, String base, SearchScope scope, String filter) throws Exception {
    List<LDAPMessage> answers = send(Messages.search(1, base, scope, filter));
    assertEquals(entries, answers.size() - 1);
    assertEquals(0, code(answers.getLast()));
  }

  void assertNotice(int code, List<LDAPMessage> answers) {
    assertEquals(1, answers.size());
    assertEquals(0, answers.getFirst().getMessageID());
    ExtendedResponseProtocolOp notice = answers.getFirst().getExtendedResponseProtocolOp();
    assertEquals("1.3.6.1.4.1.1466.20036", notice.getResponseOID());
    assertEquals(code, notice.getResultCode());
    assertFalse(channel.isOpen());
  }

  String whoAmI() throws Exception {
    return value(one(Messages.extended(8, WHO_AM_I)));
  }

  static String value(LDAPMessage answer) {
    return requireNonNull(answer.getExtendedResponseProtocolOp().getResponseValue()).stringValue();
  }

  static List<String> values(SearchResultEntryProtocolOp entry, String name) {
    return entry.getAttributes().stream()
        .filter(each -> each.getName().equalsIgnoreCase(name))
        .flatMap(each -> Stream.of(each.getValues()))
        .toList();
  }

  static int code(LDAPMessage answer) {
    return switch (answer.getProtocolOp()) {
      case BindResponseProtocolOp bind -> bind.getResultCode();
      case ExtendedResponseProtocolOp extended -> extended.getResultCode();
      case GenericResponseProtocolOp other -> other.getResultCode();
      default -> -1;
    };
  }

  static byte[] plain(String authzid, String authcid, String password) {
    String message = authzid + "\0" + authcid + "\0" + password;
    return sasl("PLAIN", new ASN1OctetString(message));
  }

  static byte[] sasl(String mechanism, ASN1OctetString credentials) {
    return Messages.of(1, new BindRequestProtocolOp("", mechanism, credentials));
  }

  LDAPMessage one(byte[] request) throws Exception {
    List<LDAPMessage> answers = send(request);
    assertEquals(1, answers.size());
    return answers.getFirst();
  }

  List<LDAPMessage> send(byte[]... requests) throws Exception {
    for (byte[] request : requests) {
      channel.writeInbound(Unpooled.copiedBuffer(request));
    }
    return answers();
  }

  byte[] raw(byte[] request) {
    channel.writeInbound(Unpooled.copiedBuffer(request));
    ByteBuf answer = channel.readOutbound();
    byte[] octets = new byte[answer.readableBytes()];
    answer.readBytes(octets);
    answer.release();
    return octets;
  }

  List<LDAPMessage> answers() throws Exception {
    ByteBuf all = Unpooled.buffer();
    ByteBuf next = channel.readOutbound();
    while (next != null) {
      all.writeBytes(next);
      next.release();
      next = channel.readOutbound();
    }
    return Messages.read(all);
  }

  static byte[] join(byte[]... parts) {
    ByteBuf all = Unpooled.wrappedBuffer(parts);
    byte[] octets = new byte[all.readableBytes()];
    all.readBytes(octets);
    return octets;
  }

  static String hex(byte[] octets) {
    return HexFormat.of().formatHex(octets);
  }
}
