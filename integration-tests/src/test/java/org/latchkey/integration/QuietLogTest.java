// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import com.unboundid.ldap.sdk.LDAPConnection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latchkey.app.server.Ports;
import org.latchkey.config.TlsSettings;

/**
 * Thousands of connections with malformed input, at every port: each is ended, nothing of it is an
 * error or a warning in the log, no password is in the log, and whoever does it right signs in
 * afterwards.
 */
final class QuietLogTest {
  /** How often each input is thrown at its port, changed each time but the first. */
  private static final int TIMES = 25;

  private static final int AT_ONCE = 4;
  private static final int PATIENCE_MILLIS = 30_000;

  /** The server's threads that must live as long as it does. */
  private static final Set<String> LASTING =
      Set.of("timer", "accept-", "io-", "vert.x-eventloop", "vert.x-acceptor", "NioSocketAcceptor");

  @TempDir private Path folder;

  private final long seed = Long.getLong("latchkey.quiet.seed", System.nanoTime());
  private TestServer server;
  private TestAppPassword right;
  private TestAppPassword wrong;

  /** A port, whether TLS comes first there, and what is thrown at it. */
  private record Door(String name, int port, boolean tls, List<byte[]> inputs) {
    /** MINA takes no note of TLS's close_notify: the deadline for a bind ends such a connection. */
    boolean hearsHalfClose() {
      return !name.equals("admin LDAPS");
    }
  }

  @BeforeEach
  void start() throws Exception {
    server =
        TestServer.start(
            folder.resolve("data"), TestSettings.with(Duration.ZERO, TlsSettings.defaults()));
    right = server.admin().make(server.account(), "Laptop");
    wrong = server.admin().make(server.account(), "Other's");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private List<Door> doors() throws IOException {
    Malformed malformed = new Malformed(right.account().login(), right.secret(), wrong.secret());
    Malformed admins = new Malformed("admin", server.adminPassword(), wrong.secret());
    Ports ports = server.ports();
    List<byte[]> ldap = malformed.ldap(right.account().dn());
    List<byte[]> adminLdap = admins.ldap(server.server().adminDn());
    return List.of(
        new Door("imap", ports.imap(), false, malformed.imap()),
        new Door("imaps", ports.imaps(), true, malformed.imap()),
        new Door("submission", ports.submission(), false, malformed.smtp()),
        new Door("submissions", ports.submissions(), true, malformed.smtp()),
        new Door("https", ports.https(), true, malformed.http()),
        new Door("h2", ports.https(), true, malformed.http2()),
        new Door("ldap", ports.ldap(), false, ldap),
        new Door("ldaps", ports.ldaps(), true, ldap),
        new Door("admin LDAP", ports.adminLdap(), false, adminLdap),
        new Door("admin LDAPS", ports.adminLdap(), true, adminLdap),
        new Door("imaps without TLS", ports.imaps(), false, malformed.imap()),
        new Door("https without TLS", ports.https(), false, malformed.http()),
        new Door("ldaps without TLS", ports.ldaps(), false, ldap));
  }

  @Test
  void malformedInputIsNeitherAnErrorNorASecretInTheLog() throws Exception {
    try (CapturedLog log = new CapturedLog()) {
      assertEveryDoorSignsIn();
      Set<Thread> before = lastingThreads();
      assertFalse(before.isEmpty());
      int thrown = throwAll();
      assertEquals(
          List.of(), before.stream().filter(thread -> !thread.isAlive()).toList(), "threads lost");
      assertEveryDoorSignsIn();
      assertQuiet(log.events());
      System.out.printf(
          "quiet log: seed=%d connections=%d lines=%d%n", seed, thrown, log.events().size());
    }
  }

  private int throwAll() throws Exception {
    List<Future<?>> all = new ArrayList<>();
    Random random = new Random(seed);
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
      for (int time = 0; time < TIMES; time++) {
        for (Door door : doors()) {
          for (byte[] input : door.inputs()) {
            byte[] octets = time == 0 ? input : Malformed.changed(input, random);
            int ending = time == 0 ? 0 : random.nextInt(4);
            all.add(
                threads.submit(
                    () -> {
                      throwAt(door, octets, ending);
                      return door;
                    }));
          }
        }
      }
      for (Future<?> each : all) {
        each.get();
      }
    }
    return all.size();
  }

  /** Most clients half-close and listen to the end; some go at once, and some with a reset. */
  private void throwAt(Door door, byte[] octets, int ending) {
    try (Socket raw = new Socket(InetAddress.ofLiteral(TestServer.HOST), door.port())) {
      raw.setSoTimeout(PATIENCE_MILLIS);
      Socket socket = door.tls() ? tls(raw, door) : raw;
      socket.getOutputStream().write(octets);
      switch (ending) {
        case 0, 1 -> {
          (door.hearsHalfClose() ? socket : raw).shutdownOutput();
          var _ = socket.getInputStream().readAllBytes();
        }
        case 2 -> raw.setSoLinger(true, 0);
        default -> {}
      }
    } catch (SocketTimeoutException e) {
      throw new AssertionError(door.name() + " never ended: seed " + seed, e);
    } catch (SocketException | SSLException ended) {
      // The server needn't hear out what it has refused already.
    } catch (IOException e) {
      throw new AssertionError(door.name() + ": seed " + seed, e);
    }
  }

  private Socket tls(Socket raw, Door door) throws IOException {
    SSLSocket socket =
        (SSLSocket)
            server.tls().getSocketFactory().createSocket(raw, TestServer.HOST, door.port(), false);
    if (door.name().equals("h2")) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setApplicationProtocols(new String[] {"h2"});
      socket.setSSLParameters(parameters);
    }
    return socket;
  }

  private void assertEveryDoorSignsIn() throws Exception {
    Map<String, SignInClient> clients = new LinkedHashMap<>();
    MailClients.addTo(clients, server);
    LdapClients.addTo(clients, server);
    DavClients.addTo(clients, server);
    for (Map.Entry<String, SignInClient> each : clients.entrySet()) {
      SignInClient client = each.getValue();
      String login = right.account().login();
      assertEquals(Optional.empty(), client.signIn(login, right.secret()), each.getKey());
      assertTrue(client.signIn(login, wrong.secret()).isPresent(), each.getKey());
    }
    try (LDAPConnection admin = server.bindAsAdmin()) {
      assertTrue(admin.isConnected());
    }
  }

  private static Set<Thread> lastingThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> LASTING.stream().anyMatch(thread.getName()::startsWith))
        .collect(Collectors.toSet());
  }

  private void assertQuiet(List<ILoggingEvent> events) throws IOException {
    List<String> secrets = new ArrayList<>();
    for (String each : List.of(right.secret(), wrong.secret(), server.adminPassword())) {
      secrets.add(each);
      secrets.add(each.replace("-", ""));
      secrets.add(LineClient.base64(each));
      secrets.add(LineClient.plain(right.account().login(), each));
      secrets.add(LineClient.base64(right.account().login() + ":" + each));
    }
    List<String> loud = new ArrayList<>();
    for (ILoggingEvent each : events) {
      String line = each.getFormattedMessage();
      boolean told = secrets.stream().anyMatch(line.toLowerCase(Locale.ROOT)::contains);
      if (each.getLevel().isGreaterOrEqual(Level.WARN)
          || each.getThrowableProxy() != null
          || told
          || secrets.stream().anyMatch(line::contains)) {
        loud.add(each.getLevel() + " " + line + " " + each.getThrowableProxy());
      }
    }
    assertEquals(List.of(), loud.stream().limit(20).toList(), "seed " + seed);
    assertTrue(
        events.stream().anyMatch(each -> each.getFormattedMessage().contains("outcome=granted")));
    assertTrue(
        events.stream().anyMatch(each -> each.getFormattedMessage().contains("outcome=denied")));
  }
}
