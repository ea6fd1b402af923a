// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration.faults;

import com.github.benmanes.caffeine.cache.Ticker;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.latchkey.adapters.dav.DavServer;
import org.latchkey.adapters.dav.PendingTransport;
import org.latchkey.adapters.dav.Site;
import org.latchkey.adapters.dav.gateway.Routes;
import org.latchkey.adapters.imap.ImapProtocol;
import org.latchkey.adapters.ldap.LdapProtocol;
import org.latchkey.adapters.net.Limits;
import org.latchkey.adapters.net.Listeners;
import org.latchkey.adapters.net.Security;
import org.latchkey.adapters.net.TlsMaterial;
import org.latchkey.adapters.net.Transport;
import org.latchkey.adapters.signin.SignInHandler;
import org.latchkey.adapters.smtp.SmtpProtocol;
import org.latchkey.app.server.DataFolder;
import org.latchkey.config.Cidr;
import org.latchkey.config.ListenerSettings;
import org.latchkey.config.NetworkSettings;
import org.latchkey.config.Settings;
import org.latchkey.core.audit.Audit;
import org.latchkey.core.directory.AccountCache;
import org.latchkey.core.directory.DirectoryStore;
import org.latchkey.core.directory.RecentChanges;
import org.latchkey.core.password.LastUses;
import org.latchkey.core.password.Peppers;
import org.latchkey.core.session.LiveSessions;
import org.latchkey.core.signin.SignIn;
import org.latchkey.core.throttle.Fingerprints;
import org.latchkey.core.throttle.Refusals;
import org.latchkey.core.throttle.Throttle;
import org.latchkey.integration.TestSettings;

/** A door of each protocol, in clear text on loopback, wired to a store of one's own. */
final class DoorsOnAStore implements AutoCloseable {
  private static final ListenerSettings ANY_PORT = new ListenerSettings(true, "127.0.0.1", 0);

  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  final int imap;
  final int submission;
  final int ldap;
  final int http;

  /**
   * @param folder where the certificate is kept that nobody asks for
   */
  DoorsOnAStore(DirectoryStore store, Peppers peppers, Path folder) throws Exception {
    Settings settings = Settings.defaults();
    SecureRandom random = new SecureRandom();
    ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    open.push(timer::shutdownNow);
    Audit audit = event -> {};
    RecentChanges recent = new RecentChanges();
    LiveSessions sessions = new LiveSessions(recent, audit, InstantSource.system());
    var lookUps = Executors.newVirtualThreadPerTaskExecutor();
    open.push(lookUps::shutdownNow);
    SignIn signIn =
        new SignIn(
            new SignIn.Parts(
                new AccountCache(store, recent, 1000),
                peppers,
                new LastUses(store, Duration.ofHours(1)),
                sessions,
                new Throttle(settings.signIn(), Ticker.systemTicker()),
                new Fingerprints(random),
                new Refusals(settings.signIn(), timer),
                audit,
                InstantSource.system()),
            lookUps);
    NetworkSettings network = inClear(settings.network());
    DataFolder data = opened(DataFolder.open(folder, "localhost", random));
    Limits limits = new Limits(network);
    TlsMaterial tls = opened(new TlsMaterial(data.certificate(), data.key()));
    Transport transport = opened(Transport.open());
    Listeners listeners = opened(new Listeners(transport, tls, limits));
    SignInHandler.Parts parts = new SignInHandler.Parts(signIn, sessions, Optional.empty());
    imap = listeners.bind("imap", ANY_PORT, Security.STARTTLS, new ImapProtocol(parts)).getPort();
    submission =
        listeners
            .bind("submission", ANY_PORT, Security.STARTTLS, new SmtpProtocol(parts, "localhost"))
            .getPort();
    ldap =
        listeners
            .bind(
                "ldap",
                ANY_PORT,
                Security.STARTTLS,
                new LdapProtocol(signIn, sessions, TestSettings.BASE))
            .getPort();
    Vertx vertx = Vertx.builder().withTransport(new PendingTransport(limits)).build();
    open.push(() -> vertx.close().await());
    http =
        opened(
                new DavServer(
                    new DavServer.Parts(
                        vertx, signIn, sessions, limits, Routes.none(), Site.NONE, event -> {})))
            .start(ANY_PORT)
            .getPort();
  }

  private <C extends AutoCloseable> C opened(C part) {
    open.push(part);
    return part;
  }

  private static NetworkSettings inClear(NetworkSettings settings) {
    return new NetworkSettings(
        List.of(Cidr.parse("127.0.0.0/8")),
        List.of(),
        settings.maxConnections(),
        settings.maxConnectionsPerAddress(),
        settings.signInDeadline(),
        settings.maxPendingKib(),
        settings.idleTimeout());
  }

  @Override
  public void close() {
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        throw new IllegalStateException("a door can't be closed", e);
      }
    }
  }
}
