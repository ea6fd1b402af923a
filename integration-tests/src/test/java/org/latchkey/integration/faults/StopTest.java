// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.sdk.DisconnectType;
import com.unboundid.ldap.sdk.ExtendedRequest;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latchkey.integration.Admin;
import org.latchkey.integration.LineClient;
import org.latchkey.integration.TestAccount;
import org.latchkey.integration.TestServer;

/**
 * An orderly stop: every signed-in client hears a goodbye of its protocol, and the exit code is 0.
 */
final class StopTest {
  private static final TestAccount ALICE = TestAccount.of("alice");
  private static final String SHUTDOWN = "1.3.6.1.4.1.18060.0.1.3";

  @TempDir Path folder;

  private Path data;
  private Child child;
  private Admin admin;
  private String secret;

  @BeforeEach
  void start() throws Exception {
    data = folder.resolve("data");
    child = Child.start(ChildSettings.write(folder, "60 s"), data);
    admin = child.admin();
    admin.addAccount(ALICE);
    secret = admin.make(ALICE, "everything").secret();
  }

  @AfterEach
  void kill() {
    child.close();
    admin.close();
  }

  /** Something that stops the server. */
  private interface Stop {
    void now() throws Exception;
  }

  @Test
  void sigtermSaysGoodbyeToEveryClient() throws Exception {
    assertGoodbyes(child::terminate);
  }

  @Test
  void anAdminStopsItOverLdap() throws Exception {
    assertGoodbyes(() -> assertEquals(ResultCode.SUCCESS, ask(admin.connection())));
  }

  @Test
  void anAccountMayNotStopIt() throws Exception {
    try (LDAPConnection alice = TestServer.connect(child.port("adminLdap"));
        LDAPConnection nobody = TestServer.connect(child.port("adminLdap"))) {
      assertThrows(LDAPException.class, () -> alice.bind(ALICE.dn(), ALICE.primaryPassword()));
      assertEquals(ResultCode.INSUFFICIENT_ACCESS_RIGHTS, ask(alice));
      assertTrue(ask(nobody).intValue() > 0, "nobody neither");
    }
    assertTrue(child.runsFor(Duration.ofMillis(200)), child::log);
    assertNotNull(admin.connection().getRootDSE());
  }

  /** ApacheDS's GracefulShutdown ::= SEQUENCE { offline time DEFAULT 0, delay [0] DEFAULT 0 }. */
  private static ResultCode ask(LDAPConnection connection) throws LDAPException {
    ASN1OctetString now = new ASN1OctetString(new byte[] {0x30, 0x00});
    return connection.processExtendedOperation(new ExtendedRequest(SHUTDOWN, now)).getResultCode();
  }

  private void assertGoodbyes(Stop stop) throws Exception {
    CompletableFuture<DisconnectType> goodbye = new CompletableFuture<>();
    try (LineClient nobody = LineClient.greeted(child.port("imap"));
        LineClient imap = LineClient.greeted(child.port("imap"));
        LineClient smtp = LineClient.greeted(child.port("submission"));
        LDAPConnection ldap = TestServer.connect(child.port("ldap"));
        TlsClient dav = new TlsClient(child.port("https"), data.resolve("tls/certificate.pem"))) {
      assertTrue(imap.imapLogin(ALICE.uid(), secret).startsWith("a OK"));
      assertTrue(smtp.smtpAuth(ALICE.uid(), secret).startsWith("235 "));
      ldap.getConnectionOptions()
          .setDisconnectHandler(
              (connection, host, port, type, message, cause) -> goodbye.complete(type));
      var _ = ldap.bind(ALICE.dn(), secret);
      assertEquals("HTTP/1.1 207 Multi-Status", dav.signIn(ALICE.uid(), secret));

      stop.now();

      assertEquals("* BYE [UNAVAILABLE] The server is stopping", nobody.line());
      assertEquals(LineClient.CLOSED, nobody.line());
      assertEquals("* BYE [UNAVAILABLE] The server is stopping", imap.line());
      String goodbyeOfSmtp = smtp.line();
      assertTrue(goodbyeOfSmtp.startsWith("421 4.3.2 "), goodbyeOfSmtp);
      assertEquals(DisconnectType.SERVER_CLOSED_WITH_NOTICE, goodbye.get(30, TimeUnit.SECONDS));
      dav.awaitEnd();
      assertEquals(LineClient.CLOSED, imap.line());
      assertEquals(LineClient.CLOSED, smtp.line());
    }
    assertEquals(0, child.awaitExit(), child::log);
    LDAPException gone = assertThrows(LDAPException.class, () -> admin.connection().getRootDSE());
    assertEquals(ResultCode.SERVER_DOWN, gone.getResultCode());
  }
}
