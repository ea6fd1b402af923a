// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav;

import io.vertx.core.Vertx;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import org.latchkey.adapters.dav.gateway.RouteCredentials;
import org.latchkey.adapters.dav.gateway.Routes;
import org.latchkey.adapters.net.Limits;
import org.latchkey.config.Cidr;
import org.latchkey.config.ListenerSettings;
import org.latchkey.config.NetworkSettings;
import org.latchkey.config.SignInSettings;
import org.latchkey.config.TokenSettings;
import org.latchkey.core.account.AccountId;
import org.latchkey.core.account.Service;
import org.latchkey.core.audit.AuditEvent;
import org.latchkey.core.directory.AccountCache;
import org.latchkey.core.directory.RecentChanges;
import org.latchkey.core.password.AppPasswordDraft;
import org.latchkey.core.password.AppPasswordFormat;
import org.latchkey.core.password.AppPasswordId;
import org.latchkey.core.password.LastUses;
import org.latchkey.core.password.Peppers;
import org.latchkey.core.password.SealedSecrets;
import org.latchkey.core.password.Secret;
import org.latchkey.core.session.LiveSessions;
import org.latchkey.core.signin.SignIn;
import org.latchkey.core.testing.AccountBuilder;
import org.latchkey.core.testing.FakeDirectoryStore;
import org.latchkey.core.throttle.Fingerprints;
import org.latchkey.core.throttle.Refusals;
import org.latchkey.core.throttle.Throttle;
import org.latchkey.core.token.TokenSigner;
import org.latchkey.core.upstream.AccountUpstreams;
import org.latchkey.core.upstream.UpstreamAddress;

/** A DAV server on a free loopback port, with a domain and a directory of its own behind it. */
final class Rig implements AutoCloseable {
  private static final String TOKEN_KEY = TokenSigner.newKey();

  final FakeDirectoryStore directory = new FakeDirectoryStore();
  final BlockingQueue<AuditEvent> events = new LinkedBlockingQueue<>();
  final LiveSessions sessions;
  final AccountId alice;
  private final Peppers peppers = peppers();
  private final Vertx vertx;
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final ExecutorService lookUps = Executors.newVirtualThreadPerTaskExecutor();
  private final SignIn signIn;
  private final DavServer server;
  private int made;
  final InetSocketAddress address;

  /** An app password and the secret that its owner was shown. */
  record Made(AppPasswordId id, String secret) {}

  Rig(NetworkSettings network, Optional<DavServer.Tls> tls) {
    this(network, tls, Routes.none());
  }

  Rig(NetworkSettings network, Optional<DavServer.Tls> tls, Routes routes) {
    Limits limits = new Limits(network);
    vertx = Vertx.builder().withTransport(new PendingTransport(limits)).build();
    RecentChanges recent = new RecentChanges();
    AccountCache cache = new AccountCache(directory, recent, 100);
    InstantSource clock = InstantSource.system();
    sessions = new LiveSessions(recent, events::add, clock);
    directory.subscribe(recent);
    directory.subscribe(cache);
    directory.subscribe(sessions);
    SignInSettings settings =
        new SignInSettings(Duration.ZERO, Duration.ZERO, 100, 100, Duration.ofMinutes(1));
    signIn =
        new SignIn(
            new SignIn.Parts(
                cache,
                peppers,
                new LastUses(directory, Duration.ofMinutes(1)),
                sessions,
                new Throttle(settings, System::nanoTime),
                new Fingerprints(new SecureRandom()),
                new Refusals(settings, timer),
                events::add,
                clock),
            lookUps);
    alice =
        directory
            .hold(
                AccountBuilder.named("alice")
                    .logins("alice", "alice@example.org")
                    .attributes(
                        Map.of(
                            "uid",
                            List.of("alice"),
                            "cn",
                            List.of("Alice & <Bob>"),
                            "mail",
                            List.of("alice@example.org")))
                    .build())
            .id();
    DavServer.Parts parts =
        new DavServer.Parts(vertx, signIn, sessions, limits, routes, Site.NONE, events::add);
    server = tls.isPresent() ? new DavServer(parts, tls.get()) : new DavServer(parts);
    address = server.start(ListenerSettings.loopback(0));
  }

  /** Network settings that leave room for everything, with a deadline that no test waits for. */
  static NetworkSettings network(List<Cidr> cleartext, List<Cidr> proxies, int perAddress) {
    return new NetworkSettings(
        cleartext, proxies, 1000, perAddress, Duration.ofMinutes(10), 65_536, Duration.ofHours(1));
  }

  static NetworkSettings network() {
    return network(List.of(), List.of(), 1000);
  }

  static Optional<DavServer.Tls> tls(Path folder, TestCertificate certificate) throws Exception {
    DavServer.Tls files = new DavServer.Tls(folder.resolve("c.pem"), folder.resolve("k.pem"));
    certificate.write(files);
    return Optional.of(files);
  }

  private static Peppers peppers() {
    LinkedHashMap<String, byte[]> keys = new LinkedHashMap<>();
    keys.put("k1", new byte[Peppers.KEY_BYTES]);
    return new Peppers(keys);
  }

  /** What routes sign in with, under the pepper of every rig. */
  static RouteCredentials routeCredentials() {
    return new RouteCredentials(
        new SealedSecrets(peppers(), new SecureRandom()),
        new TokenSigner(TOKEN_KEY, TokenSettings.defaults(), InstantSource.system()),
        TokenSettings.defaults().lifetime());
  }

  /** Gives alice a secret, and addresses, of her own for her upstreams. */
  void ownUpstreams(String secret, Map<Service, UpstreamAddress> addresses) {
    try (Secret open = Secret.takeOver(secret.getBytes(StandardCharsets.UTF_8))) {
      AccountUpstreams own =
          new AccountUpstreams(
              addresses,
              Optional.of(new SealedSecrets(peppers, new SecureRandom()).seal(alice, open)));
      directory.change(alice, old -> AccountBuilder.like(old).upstreams(own).build());
    }
  }

  /** Makes an app password for alice. */
  Made make(Service... services) {
    return make(alice, services);
  }

  private Made make(AccountId account, Service... services) {
    AppPasswordDraft draft =
        new AppPasswordDraft(
            "no. " + made++, Set.of(services), Optional.empty(), List.of(), Optional.empty());
    try (Secret secret = AppPasswordFormat.generate(new SecureRandom())) {
      AppPasswordId id =
          directory.addAppPassword(account, draft, peppers.tag(account, secret), "cn=test");
      return new Made(id, new String(AppPasswordFormat.grouped(secret)));
    }
  }

  /** Makes one for somebody new. */
  Made makeFor(String name, Service... services) {
    AccountId id =
        directory
            .hold(
                AccountBuilder.named(name)
                    .logins(name)
                    .attributes(Map.of("uid", List.of(name)))
                    .build())
            .id();
    return make(id, services);
  }

  Made makeForDav() {
    return make(Service.CARDDAV, Service.CALDAV);
  }

  void revoke(Made made) {
    directory.revoke(alice, Set.of(made.id()), "cn=test");
  }

  DavServer server() {
    return server;
  }

  Vertx vertx() {
    return vertx;
  }

  /** Waits for the next event of a kind; the others are passed over. */
  <T extends AuditEvent> T next(Class<T> kind) throws InterruptedException {
    while (true) {
      AuditEvent event = events.take();
      if (kind.isInstance(event)) {
        return kind.cast(event);
      }
    }
  }

  @Override
  public void close() {
    server.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
    timer.shutdownNow();
    lookUps.shutdownNow();
  }
}
