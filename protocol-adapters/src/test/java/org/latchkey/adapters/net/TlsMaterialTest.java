// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latchkey.adapters.Client;
import org.latchkey.adapters.TestTls;
import org.latchkey.config.ListenerSettings;
import org.latchkey.config.NetworkSettings;

final class TlsMaterialTest {
  private final SSLContext client = TestTls.client();
  private final Transport transport = Transport.open();
  private @TempDir Path folder = Path.of("");
  private TlsMaterial tls = TestTls.material();
  private Listeners listeners =
      new Listeners(transport, tls, new Limits(NetworkSettings.defaults()));
  private InetSocketAddress address = new InetSocketAddress(0);

  @BeforeEach
  void listen() throws IOException {
    use("first");
    tls.close();
    tls = new TlsMaterial(folder.resolve("cert.pem"), folder.resolve("key.pem"));
    listeners = new Listeners(transport, tls, new Limits(NetworkSettings.defaults()));
    address =
        listeners.bind("test", ListenerSettings.loopback(0), Security.IMPLICIT_TLS, new Echo());
  }

  @AfterEach
  void close() {
    listeners.close();
    tls.close();
    transport.close();
  }

  private void use(String name) throws IOException {
    copy("tls/" + name + ".pem", "cert.pem");
    copy("tls/" + name + "-key.pem", "key.pem");
  }

  private void copy(String from, String to) throws IOException {
    Files.copy(TestTls.resource(from), folder.resolve(to), StandardCopyOption.REPLACE_EXISTING);
  }

  private static String commonName(SSLSession session) throws IOException {
    return ((X509Certificate) session.getPeerCertificates()[0]).getSubjectX500Principal().getName();
  }

  private SSLSession session(SSLContext context, String... protocols) throws IOException {
    try (Client connection = new Client(address, context)) {
      SSLSocket socket = connection.startTls(protocols);
      // The greeting comes behind TLS 1.3's tickets.
      assertEquals("127.0.0.1 TLS", connection.line());
      return socket.getSession();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void sessionsAreResumed(String protocol) throws IOException {
    SSLSession first = session(client, protocol);
    SSLSession second = session(client, protocol);
    assertEquals(protocol, second.getProtocol());
    // A resumed session is as old as the one it resumes; a new one would have another's age.
    assertEquals(first.getCreationTime(), second.getCreationTime());
  }

  @Test
  void nothingOlderThanTls12IsSpoken() {
    assertThrows(IOException.class, () -> session(client, "TLSv1.1"));
  }

  @Test
  void aReloadCountsForNewHandshakesAndLeavesOpenSessions() throws IOException {
    try (Client old = new Client(address, client)) {
      SSLSocket socket = old.startTls();
      assertEquals("CN=first", commonName(socket.getSession()));
      assertEquals("127.0.0.1 TLS", old.line());
      use("second");
      tls.reload();
      assertEquals("CN=second", commonName(session(TestTls.client())));
      old.send("still here\r\n");
      assertEquals("still here", old.line());
    }
  }

  @Test
  void brokenFilesLeaveTheOldCertificateInUse() throws IOException {
    copy("tls/second.pem", "cert.pem");
    assertThrows(IOException.class, tls::reload, "another certificate's key");
    Files.writeString(folder.resolve("cert.pem"), "no certificate");
    assertThrows(IOException.class, tls::reload, "no PEM");
    Files.delete(folder.resolve("key.pem"));
    assertThrows(IOException.class, tls::reload, "no key");
    assertEquals("CN=first", commonName(session(TestTls.client())));
  }
}
