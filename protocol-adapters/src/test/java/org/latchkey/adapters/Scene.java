// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters;

import com.github.benmanes.caffeine.cache.Ticker;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.latchkey.adapters.net.Transport;
import org.latchkey.adapters.relay.Upstream;
import org.latchkey.adapters.signin.SignInHandler;
import org.latchkey.config.SignInSettings;
import org.latchkey.config.TokenSettings;
import org.latchkey.core.account.AccountId;
import org.latchkey.core.account.Service;
import org.latchkey.core.audit.AuditEvent;
import org.latchkey.core.directory.AccountCache;
import org.latchkey.core.directory.RecentChanges;
import org.latchkey.core.password.AppPasswordDraft;
import org.latchkey.core.password.AppPasswordId;
import org.latchkey.core.password.AppPasswords;
import org.latchkey.core.password.GeneratedAppPassword;
import org.latchkey.core.password.LastUses;
import org.latchkey.core.password.Peppers;
import org.latchkey.core.password.SealedSecrets;
import org.latchkey.core.password.SecondFactorProof;
import org.latchkey.core.password.Secret;
import org.latchkey.core.session.LiveSessions;
import org.latchkey.core.signin.SignIn;
import org.latchkey.core.testing.AccountBuilder;
import org.latchkey.core.testing.FakeDirectoryStore;
import org.latchkey.core.throttle.Fingerprints;
import org.latchkey.core.throttle.Refusals;
import org.latchkey.core.throttle.Throttle;
import org.latchkey.core.token.TokenSigner;

/** The domain, whole and real on a fake directory, with alice and her app password in it. */
public final class Scene implements AutoCloseable {
  private static final SignInSettings AT_ONCE =
      new SignInSettings(Duration.ZERO, Duration.ZERO, 1000, 1000, Duration.ofSeconds(60));
  private static final String ADMIN = "cn=admin";

  private final FakeDirectoryStore directory = new FakeDirectoryStore();
  private final BlockingQueue<AuditEvent> audit = new LinkedBlockingQueue<>();
  private final ScheduledExecutorService timer;
  private final ExecutorService lookUps;
  private final Peppers peppers;
  private final LiveSessions sessions;
  private final SignIn signIn;
  private final AccountId alice;
  private final AppPasswordId appPassword;
  private final String password;

  /** One whose look-ups run on threads of their own. */
  public Scene() {
    this(Executors.newVirtualThreadPerTaskExecutor(), Executors.newSingleThreadScheduledExecutor());
  }

  /**
   * @param lookUps what blocks runs here
   */
  public Scene(ExecutorService lookUps) {
    this(lookUps, Executors.newSingleThreadScheduledExecutor());
  }

  /**
   * @param lookUps what blocks runs here
   * @param timer what is held back is let go here
   */
  public Scene(ExecutorService lookUps, ScheduledExecutorService timer) {
    this.lookUps = lookUps;
    this.timer = timer;
    SecureRandom random = new SecureRandom();
    RecentChanges recent = new RecentChanges();
    AccountCache accounts = new AccountCache(directory, recent, 100);
    sessions = new LiveSessions(recent, audit::add, InstantSource.system());
    directory.subscribe(recent);
    directory.subscribe(accounts);
    directory.subscribe(sessions);
    LinkedHashMap<String, byte[]> keys = new LinkedHashMap<>();
    keys.put("k1", new byte[Peppers.KEY_BYTES]);
    peppers = new Peppers(keys);
    signIn =
        new SignIn(
            new SignIn.Parts(
                accounts,
                peppers,
                new LastUses(directory, Duration.ofMinutes(1)),
                sessions,
                new Throttle(AT_ONCE, Ticker.systemTicker()),
                new Fingerprints(random),
                new Refusals(AT_ONCE, timer),
                audit::add,
                InstantSource.system()),
            lookUps);
    alice = directory.hold(AccountBuilder.named("alice").build()).id();
    try (GeneratedAppPassword made =
        new AppPasswords(directory, peppers, random)
            .generate(
                new SecondFactorProof.AdminAuthority(ADMIN),
                alice,
                AppPasswordDraft.named("phone"))) {
      appPassword = made.id();
      password = new String(made.secret().octets(), StandardCharsets.US_ASCII);
    }
  }

  public SignIn signIn() {
    return signIn;
  }

  public LiveSessions sessions() {
    return sessions;
  }

  /** What protocols are made with, without an upstream. */
  public SignInHandler.Parts parts() {
    return parts(Optional.empty());
  }

  /** What protocols are made with. */
  public SignInHandler.Parts parts(Optional<Upstream> upstream) {
    return new SignInHandler.Parts(signIn, sessions, upstream);
  }

  /** What upstreams are made with. */
  public Upstream.Parts upstreamParts(Transport transport) {
    return new Upstream.Parts(
        transport,
        new SealedSecrets(peppers, new SecureRandom()),
        new TokenSigner(TokenSigner.newKey(), TokenSettings.defaults(), InstantSource.system()),
        audit::add);
  }

  public FakeDirectoryStore directory() {
    return directory;
  }

  public AccountId alice() {
    return alice;
  }

  /** Alice's app password, without hyphens. */
  public String password() {
    return password;
  }

  /** Alice's app password as people type it: upper case, spaces. */
  public String typedPassword() {
    StringBuilder typed = new StringBuilder();
    for (int i = 0; i < password.length(); i++) {
      typed.append(i > 0 && i % 5 == 0 ? " " : "");
      typed.append(Character.toUpperCase(password.charAt(i)));
    }
    return typed.toString();
  }

  /** Adds an account with an app password, good for everything, that the caller chose. */
  public AccountId add(String login, String canonical) {
    AccountId account = directory.hold(AccountBuilder.named(login).build()).id();
    AppPasswordDraft draft =
        new AppPasswordDraft(
            "known", EnumSet.allOf(Service.class), Optional.empty(), List.of(), Optional.empty());
    try (Secret secret = Secret.takeOver(canonical.getBytes(StandardCharsets.US_ASCII))) {
      var _ = directory.addAppPassword(account, draft, peppers.tag(account, secret), ADMIN);
    }
    return account;
  }

  /** Revokes alice's app password. */
  public void revoke() {
    directory.revoke(alice, Set.of(appPassword), ADMIN);
  }

  /** Waits for an event of this kind, passing others over. */
  public <T extends AuditEvent> T await(Class<T> kind) throws InterruptedException {
    while (true) {
      AuditEvent event = audit.poll(30, TimeUnit.SECONDS);
      if (event == null) {
        throw new AssertionError("no " + kind.getSimpleName() + " came");
      }
      if (kind.isInstance(event)) {
        return kind.cast(event);
      }
    }
  }

  /** How many events of this kind came and weren't awaited. */
  public long count(Class<? extends AuditEvent> kind) {
    return audit.stream().filter(kind::isInstance).count();
  }

  /** What came and wasn't awaited. */
  public List<AuditEvent> events() {
    return List.copyOf(audit);
  }

  @Override
  public void close() {
    lookUps.close();
    timer.close();
  }

  /** An executor that runs what it is given when it is told to. */
  public static final class Later extends java.util.concurrent.AbstractExecutorService {
    private final Queue<Runnable> waiting = new ArrayDeque<>();

    @Override
    public void execute(Runnable task) {
      waiting.add(task);
    }

    /** Runs all that waits. */
    public void runAll() {
      while (!waiting.isEmpty()) {
        waiting.remove().run();
      }
    }

    @Override
    public void shutdown() {}

    @Override
    public java.util.List<Runnable> shutdownNow() {
      return java.util.List.copyOf(waiting);
    }

    @Override
    public boolean isShutdown() {
      return true;
    }

    @Override
    public boolean isTerminated() {
      return true;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
      return true;
    }
  }
}
