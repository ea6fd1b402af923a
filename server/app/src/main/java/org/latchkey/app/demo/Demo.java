// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.demo;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.latchkey.app.server.LatchkeyServer;
import org.latchkey.app.server.StartException;
import org.latchkey.config.Cidr;
import org.latchkey.config.ListenerSettings;
import org.latchkey.config.NetworkSettings;
import org.latchkey.config.PublicPorts;
import org.latchkey.config.PublicSettings;
import org.latchkey.config.Settings;

/**
 * A running demo: every port on loopback, sign-in in clear allowed from there, alice and bob with
 * an app password each, and mail, contacts and calendar servers behind it. What it is made of is in
 * {@code demo.json} in the data folder.
 */
public final class Demo implements AutoCloseable {
  static final String LOOPBACK = "127.0.0.1";

  private final LatchkeyServer server;
  private final DemoUpstreams upstreams;
  private final Path data;
  private final boolean temporary;
  private String introduction = "";

  private Demo(LatchkeyServer server, DemoUpstreams upstreams, Path data, boolean temporary) {
    this.server = server;
    this.upstreams = upstreams;
    this.data = data;
    this.temporary = temporary;
  }

  /**
   * Starts it, and writes {@code demo.json} when it is ready.
   *
   * @param folder where to keep its data; empty means a fresh folder that goes when it ends
   * @param anyPorts whether every port is any free one
   * @param onShutdownRequest run when an admin asks over LDAP for it to stop
   */
  public static Demo start(Optional<Path> folder, boolean anyPorts, Runnable onShutdownRequest)
      throws StartException {
    Path data = folder.isPresent() ? folder.get() : temporaryFolder();
    DemoUpstreams upstreams = DemoUpstreams.start();
    Demo demo =
        new Demo(
            server(data, anyPorts, upstreams, onShutdownRequest),
            upstreams,
            data,
            folder.isEmpty());
    try {
      demo.fill();
      upstreams.awaitReady();
      return demo;
    } catch (LDAPException | IOException e) {
      demo.close();
      throw new StartException("the demo's accounts can't be made: " + e.getMessage(), e);
    } catch (StartException e) {
      demo.close();
      throw e;
    }
  }

  private static LatchkeyServer server(
      Path data, boolean anyPorts, DemoUpstreams upstreams, Runnable onShutdownRequest)
      throws StartException {
    try {
      return LatchkeyServer.start(
          upstreams.behind(settings(anyPorts)), data.resolve(""), onShutdownRequest);
    } catch (StartException e) {
      upstreams.close();
      throw e;
    }
  }

  private static Path temporaryFolder() throws StartException {
    try {
      return Files.createTempDirectory("latchkey-demo-");
    } catch (IOException e) {
      throw new StartException("no temporary folder can be made: " + e.getMessage(), e);
    }
  }

  private static Settings settings(boolean anyPorts) {
    Settings defaults = Settings.defaults();
    NetworkSettings network = defaults.network();
    return defaults.toBuilder()
        .listeners(
            defaults
                .listeners()
                .withPorts(
                    each ->
                        new ListenerSettings(each.enabled(), LOOPBACK, anyPorts ? 0 : each.port())))
        .publicly(
            new PublicSettings(
                Optional.of("localhost"), // what a browser makes passkeys for; no address will do
                Optional.of("example.org"),
                Optional.empty(),
                Optional.empty(),
                PublicPorts.defaults()))
        .network(
            new NetworkSettings(
                List.of(Cidr.parse("127.0.0.0/8")),
                network.proxyProtocol(),
                network.maxConnections(),
                network.maxConnections(),
                network.signInDeadline(),
                network.maxPendingKib(),
                network.idleTimeout()))
        .build();
  }

  private void fill() throws LDAPException, IOException, StartException {
    DemoAccount alice;
    DemoAccount bob;
    try (LDAPConnection admin = new LDAPConnection(LOOPBACK, server.ports().adminLdap())) {
      admin.bind(server.adminDn(), Files.readString(server.data().adminPasswordFile()));
      DemoAccounts accounts = new DemoAccounts(admin, Settings.defaults().directory().base());
      alice = accounts.make("alice", "Alice");
      bob = accounts.make("bob", "Bob");
      accounts.makeAdmin(bob);
    }
    server.data().write(data.toAbsolutePath().resolve("demo.json"), json(List.of(alice, bob)));
    Commands commands =
        new Commands(
            server.ports(),
            server.data().certificate(),
            server.adminDn(),
            server.data().adminPasswordFile(),
            upstreams.mail().isPresent(),
            upstreams.dav().isPresent());
    introduction =
        "Latchkey's demo is ready; its data is in "
            + server.data().folder()
            + "\n\n"
            + commands.text(alice, bob)
            + "\nCtrl-C ends it.\n";
  }

  /** What a newcomer is told: commands to paste, each of which works. */
  public String introduction() {
    return introduction;
  }

  private String json(List<DemoAccount> accounts) {
    JsonArray made = new JsonArray();
    accounts.forEach(account -> made.add(account.json()));
    return new JsonObject()
            .put("host", LOOPBACK)
            .put("ports", new JsonObject(server.ports().json()))
            .put("certificate", server.data().certificate().toString())
            .put(
                "admin",
                new JsonObject()
                    .put("dn", server.adminDn())
                    .put("passwordFile", server.data().adminPasswordFile().toString()))
            .put("accounts", made)
            .encode()
        + "\n";
  }

  /** The server that runs. */
  public LatchkeyServer server() {
    return server;
  }

  @Override
  public void close() {
    server.close();
    upstreams.close();
    if (temporary) {
      try {
        DemoUpstreams.deleteTree(data);
      } catch (IOException e) {
        throw new java.io.UncheckedIOException("the demo's folder can't be deleted", e);
      }
    }
  }
}
