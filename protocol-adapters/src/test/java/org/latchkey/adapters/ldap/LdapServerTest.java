// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.ldap;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.sdk.BindRequest;
import com.unboundid.ldap.sdk.DisconnectType;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.PLAINBindRequest;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.RootDSE;
import com.unboundid.ldap.sdk.SearchResult;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import com.unboundid.ldap.sdk.extensions.StartTLSExtendedRequest;
import com.unboundid.ldap.sdk.extensions.WhoAmIExtendedRequest;
import com.unboundid.ldap.sdk.extensions.WhoAmIExtendedResult;
import com.unboundid.util.ssl.SSLUtil;
import com.unboundid.util.ssl.TrustAllTrustManager;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.latchkey.adapters.net.Limits;
import org.latchkey.adapters.net.Listeners;
import org.latchkey.adapters.net.Security;
import org.latchkey.adapters.net.TlsMaterial;
import org.latchkey.adapters.net.Transport;
import org.latchkey.config.ListenerSettings;
import org.latchkey.config.NetworkSettings;
import org.latchkey.core.account.AccountId;
import org.latchkey.core.account.Service;

/** UnboundID's client against the port, over sockets. */
@ExtendWith(NoLeaks.class)
final class LdapServerTest {
  private static final String ALICE = "uid=alice,ou=people,dc=example,dc=org";

  @TempDir static Path folder;
  private static TlsMaterial tls;

  private final ExecutorService lookUps = Executors.newVirtualThreadPerTaskExecutor();
  private final TestDomain domain = new TestDomain(lookUps);
  private Transport transport;
  private Listeners listeners;
  private int clear;
  private int encrypted;
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
  void open() {
    transport = Transport.open();
    listeners = new Listeners(transport, tls, new Limits(NetworkSettings.defaults()));
    LdapProtocol protocol = new LdapProtocol(domain.signIn, domain.sessions, TestDomain.BASE);
    ListenerSettings anyPort = ListenerSettings.loopback(0);
    clear = listeners.bind("ldap", anyPort, Security.STARTTLS, protocol).getPort();
    encrypted = listeners.bind("ldaps", anyPort, Security.IMPLICIT_TLS, protocol).getPort();
    alice = domain.add("alice");
    given = domain.give(alice, Service.LDAP);
  }

  @AfterEach
  void close() {
    listeners.close();
    transport.close();
    lookUps.close();
    domain.close();
    assertEquals(0, domain.sessions.count());
  }

  @Test
  void dialogueOverLdaps() throws Exception {
    try (LDAPConnection client = ldaps()) {
      RootDSE root = requireNonNull(client.getRootDSE());
      assertTrue(root.supportsSASLMechanism("PLAIN"));
      assertFalse(root.supportsExtendedOperation(StartTLSExtendedRequest.STARTTLS_REQUEST_OID));
      dialogue(client, new SimpleBindRequest(ALICE, given.text()));
    }
  }

  @Test
  void dialogueAfterStartTls() throws Exception {
    try (LDAPConnection client = new LDAPConnection("127.0.0.1", clear)) {
      BindRequest bind = new SimpleBindRequest(ALICE, given.text());
      assertRefused(ResultCode.CONFIDENTIALITY_REQUIRED, client, bind);
      client.processExtendedOperation(new StartTLSExtendedRequest(trusting().createSSLContext()));
      dialogue(client, bind);
      StartTLSExtendedRequest again = new StartTLSExtendedRequest(trusting().createSSLContext());
      assertEquals(
          ResultCode.OPERATIONS_ERROR,
          assertThrows(LDAPException.class, () -> client.processExtendedOperation(again))
              .getResultCode());
    }
  }

  @Test
  void dialogueWithSaslPlain() throws Exception {
    try (LDAPConnection client = ldaps()) {
      dialogue(client, new PLAINBindRequest("u:alice", given.text()));
      dialogue(client, new PLAINBindRequest("dn:" + ALICE, "u:alice", given.text()));
      BindRequest other = new PLAINBindRequest("u:alice", "u:bob", given.text());
      assertRefused(ResultCode.INVALID_CREDENTIALS, client, other);
    }
  }

  private void dialogue(LDAPConnection client, BindRequest bind) throws Exception {
    assertRefused(ResultCode.INVALID_CREDENTIALS, client, new SimpleBindRequest(ALICE, "wrong"));
    assertEquals(ResultCode.SUCCESS, client.bind(bind).getResultCode());
    WhoAmIExtendedResult who =
        assertInstanceOf(
            WhoAmIExtendedResult.class,
            client.processExtendedOperation(new WhoAmIExtendedRequest()));
    assertEquals("dn:" + ALICE, who.getAuthorizationID());
    SearchResult found =
        client.search(TestDomain.BASE, SearchScope.SUB, "(&(uid=alice)(mail=*))", "mail", "+");
    assertEquals(1, found.getEntryCount());
    SearchResultEntry entry = requireNonNull(found.getSearchEntries()).getFirst();
    assertEquals(ALICE, entry.getDN());
    assertEquals(alice.toString(), entry.getAttributeValue("entryUUID"));
  }

  @Test
  void revocationDisconnectsEveryClientOfTheAppPassword() throws Exception {
    TestDomain.Given other = domain.give(alice, Service.LDAP);
    List<CompletableFuture<DisconnectType>> gone = new ArrayList<>();
    List<LDAPConnection> clients = new ArrayList<>();
    try (LDAPConnection stays = ldaps()) {
      stays.bind(ALICE, other.text());
      for (int i = 0; i < 10; i++) {
        CompletableFuture<DisconnectType> ended = new CompletableFuture<>();
        gone.add(ended);
        LDAPConnectionOptions options = new LDAPConnectionOptions();
        options.setDisconnectHandler(
            (client, host, port, type, why, cause) -> ended.complete(type));
        LDAPConnection client = ldaps(options);
        clients.add(client);
        client.bind(ALICE, given.text());
      }
      assertEquals(11, domain.sessions.count());
      domain.revoke(given);
      for (CompletableFuture<DisconnectType> ended : gone) {
        assertEquals(DisconnectType.SERVER_CLOSED_WITH_NOTICE, ended.join());
      }
      assertEquals(1, stays.search(ALICE, SearchScope.BASE, "(uid=*)").getEntryCount());
    } finally {
      clients.forEach(LDAPConnection::close);
    }
  }

  @Test
  void hugeNamesOfManyConnectionsStopNoBind() throws Exception {
    byte[] attack = Messages.bind(1, "cn=x" + ",cn=x".repeat(19_999), "x");
    List<Socket> attackers = new ArrayList<>();
    try (LDAPConnection client = ldaps()) {
      for (int i = 0; i < 20; i++) {
        Socket attacker = new Socket();
        attackers.add(attacker);
        attacker.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), clear));
        OutputStream out = attacker.getOutputStream();
        // No more than is read before the refusal, so that no reset overtakes the answer.
        out.write(attack, 0, 64);
        out.flush();
      }
      assertEquals(ResultCode.SUCCESS, client.bind(ALICE, given.text()).getResultCode());
      for (Socket attacker : attackers) {
        InputStream in = attacker.getInputStream();
        byte[] answer = in.readAllBytes();
        assertTrue(answer.length > 0 && answer.length < 100);
      }
      assertEquals(ResultCode.SUCCESS, client.bind(ALICE, given.text()).getResultCode());
    } finally {
      for (Socket attacker : attackers) {
        attacker.close();
      }
    }
  }

  @Test
  void manyBindsOverOneConnectionKeepOneSession() throws Exception {
    try (LDAPConnection client = ldaps()) {
      for (int i = 0; i < 500; i++) {
        assertEquals(ResultCode.SUCCESS, client.bind(ALICE, given.text()).getResultCode());
      }
      assertEquals(1, domain.sessions.count());
    }
  }

  private static void assertRefused(ResultCode code, LDAPConnection client, BindRequest bind) {
    assertEquals(code, assertThrows(LDAPException.class, () -> client.bind(bind)).getResultCode());
  }

  private LDAPConnection ldaps() throws Exception {
    return ldaps(new LDAPConnectionOptions());
  }

  private LDAPConnection ldaps(LDAPConnectionOptions options) throws Exception {
    return new LDAPConnection(trusting().createSSLSocketFactory(), options, "127.0.0.1", encrypted);
  }

  private static SSLUtil trusting() {
    return new SSLUtil(new TrustAllTrustManager());
  }
}
