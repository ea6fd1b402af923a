// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.ldap.sdk.LDAPException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.latchkey.app.server.LatchkeyServer;
import org.latchkey.app.server.Ports;
import org.latchkey.app.server.StartException;
import org.latchkey.config.Settings;

/** A server in this process, and what an admin does to it over the admin port. */
public final class TestServer implements AutoCloseable {
  public static final String HOST = "127.0.0.1";

  private static final int TIMEOUT_MILLIS = 30_000;

  private final AtomicInteger lastAccount = new AtomicInteger();
  private final LatchkeyServer server;
  private final SSLContext tls;
  private final Admin admin;

  private TestServer(LatchkeyServer server, Settings settings) throws IOException, LDAPException {
    this.server = server;
    this.tls = Tls.trusting(settings.tls().certificate().orElse(server.data().certificate()));
    this.admin = new Admin(bindAsAdmin());
  }

  public static TestServer start(Path folder, Settings settings)
      throws StartException, IOException, LDAPException {
    LatchkeyServer server = LatchkeyServer.start(settings, folder, () -> {});
    try {
      return new TestServer(server, settings);
    } catch (IOException | LDAPException e) {
      server.close();
      throw e;
    }
  }

  public LatchkeyServer server() {
    return server;
  }

  public Ports ports() {
    return server.ports();
  }

  /** Trusts the certificate that this server began with and no other. */
  public SSLContext tls() {
    return tls;
  }

  public Admin admin() {
    return admin;
  }

  public String adminPassword() throws IOException {
    return Files.readString(server.data().adminPasswordFile()).strip();
  }

  /** Another connection of the admin's. */
  public LDAPConnection bindAsAdmin() throws IOException, LDAPException {
    LDAPConnection connection = connect(ports().adminLdap());
    connection.bind(server.adminDn(), adminPassword());
    return connection;
  }

  /** A connection in clear text to one of the LDAP ports. */
  public static LDAPConnection connect(int port) throws LDAPException {
    LDAPConnectionOptions options = new LDAPConnectionOptions();
    options.setUseSynchronousMode(false);
    options.setConnectTimeoutMillis(TIMEOUT_MILLIS);
    options.setResponseTimeoutMillis(TIMEOUT_MILLIS);
    return new LDAPConnection(options, HOST, port);
  }

  /** A fresh account that no other test knows. */
  public TestAccount account() throws LDAPException {
    return account("user" + lastAccount.incrementAndGet());
  }

  public TestAccount account(String uid) throws LDAPException {
    TestAccount account = TestAccount.of(uid);
    admin.addAccount(account);
    return account;
  }

  @Override
  public void close() {
    admin.close();
    server.close();
  }
}
