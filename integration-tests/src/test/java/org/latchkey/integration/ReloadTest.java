// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.sdk.LDAPConnection;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latchkey.app.server.StartException;
import org.latchkey.config.Settings;
import org.latchkey.config.TlsSettings;

/**
 * A new certificate in the same files, taken over while clients are connected and connecting: what
 * SIGHUP does.
 */
final class ReloadTest {
  private static final int ROUNDS = 10;

  /** Handshakes at each port while a reload runs. */
  private static final int EACH = 4;

  @TempDir private Path folder;

  private final Vertx vertx = Vertx.vertx();
  private Path certificate;
  private Path key;
  private Settings settings;
  private TestServer server;

  /** Does a full handshake at a port, and tells which certificate it was shown. */
  private interface Door {
    Certificate shown(SSLContext trusting) throws Exception;
  }

  private Map<String, Door> doors() {
    var ports = server.ports();
    Map<String, Door> doors = new LinkedHashMap<>();
    doors.put("imap", tls -> startTls(ports.imap(), tls, "a STARTTLS", "a "));
    doors.put("imaps", tls -> implicitTls(ports.imaps(), tls));
    doors.put("submission", tls -> startTls(ports.submission(), tls, "STARTTLS", "220 "));
    doors.put("submissions", tls -> implicitTls(ports.submissions(), tls));
    doors.put("https", tls -> implicitTls(ports.https(), tls));
    doors.put("ldap", tls -> ldapStartTls(ports.ldap(), tls));
    doors.put("ldaps", tls -> implicitTls(ports.ldaps(), tls));
    doors.put("admin LDAP", tls -> ldapStartTls(ports.adminLdap(), tls));
    doors.put("admin LDAPS", tls -> implicitTls(ports.adminLdap(), tls));
    return doors;
  }

  private static Certificate implicitTls(int port, SSLContext tls) throws IOException {
    try (LineClient client = LineClient.open(port)) {
      return client.startTls(tls).getSession().getPeerCertificates()[0];
    }
  }

  private static Certificate startTls(int port, SSLContext tls, String command, String ready)
      throws IOException {
    try (LineClient client = LineClient.open(port)) {
      client.line();
      if (command.equals("STARTTLS")) {
        client.smtp("EHLO client.example.org");
      }
      client.send(command);
      String answer = client.lineUntil(line -> line.startsWith(ready));
      assertFalse(answer.endsWith(LineClient.CLOSED), answer);
      return client.startTls(tls).getSession().getPeerCertificates()[0];
    }
  }

  private static Certificate ldapStartTls(int port, SSLContext tls) throws Exception {
    try (LDAPConnection connection = LdapClients.startTls(tls, port)) {
      return Objects.requireNonNull(connection.getSSLSession()).getPeerCertificates()[0];
    }
  }

  @BeforeEach
  void start() throws Exception {
    Shell.demand("openssl");
    certificate = folder.resolve("served.pem");
    key = folder.resolve("served-key.pem");
    install("first");
    settings =
        TestSettings.with(
            Duration.ofMillis(50), new TlsSettings(Optional.of(certificate), Optional.of(key)));
    server = TestServer.start(folder.resolve("data"), settings);
  }

  @AfterEach
  void stop() {
    server.close();
    vertx.close().await();
  }

  /** Makes a certificate and puts it where the server looks. */
  private Path install(String name) throws Exception {
    Path made = folder.resolve(name + ".pem");
    Shell.Result result =
        Shell.run(
            folder,
            "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2"
                + " -subj /CN=localhost -addext subjectAltName=IP:127.0.0.1,DNS:localhost"
                + " -keyout %s-key.pem -out %s.pem".formatted(name, name)
                + " && cp %s-key.pem served-key.pem && cp %s.pem served.pem".formatted(name, name));
    assertEquals(0, result.exit(), result.text());
    return made;
  }

  private static Certificate read(Path pem) throws Exception {
    try (InputStream in = Files.newInputStream(pem)) {
      return CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }

  @Test
  void handshakesSucceedAndSessionsStayWhileTheCertificateChanges() throws Exception {
    TestAppPassword made = server.admin().make(server.account(), "Laptop");
    Path old = folder.resolve("first.pem");
    try (LiveClients clients = LiveClients.of(vertx, server, made);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int round = 0; round < ROUNDS; round++) {
        Path fresh = install("round" + round);
        List<Certificate> either = List.of(read(old), read(fresh));
        List<Future<Certificate>> underWay = new ArrayList<>();
        for (int i = 0; i < EACH; i++) {
          for (Door door : doors().values()) {
            SSLContext tls = Tls.trusting(old, fresh);
            underWay.add(threads.submit(() -> door.shown(tls)));
          }
        }
        assertTrue(server.server().reload(settings).isComplete());
        assertEveryDoorShows(read(fresh), fresh);
        for (Future<Certificate> each : underWay) {
          assertTrue(either.contains(each.get()), "some other certificate");
        }
        clients.assertSignedIn();
        old = fresh;
      }
    }
  }

  private void assertEveryDoorShows(Certificate wanted, Path trusted) throws Exception {
    for (Map.Entry<String, Door> each : doors().entrySet()) {
      assertEquals(wanted, each.getValue().shown(Tls.trusting(trusted)), each.getKey());
    }
  }

  @Test
  void aKeyThatDoesNotFitIsRefusedAndTheOldOneStaysInUse() throws Exception {
    install("second");
    Files.copy(folder.resolve("first-key.pem"), key, StandardCopyOption.REPLACE_EXISTING);
    assertThrows(StartException.class, () -> server.server().reload(settings));
    Path first = folder.resolve("first.pem");
    assertEveryDoorShows(read(first), first);
  }
}
