// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.ldap;

import com.github.benmanes.caffeine.cache.Ticker;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.latchkey.config.SignInSettings;
import org.latchkey.core.account.AccountId;
import org.latchkey.core.account.Service;
import org.latchkey.core.audit.Audit;
import org.latchkey.core.audit.AuditEvent;
import org.latchkey.core.directory.AccountCache;
import org.latchkey.core.directory.RecentChanges;
import org.latchkey.core.password.AppPasswordDraft;
import org.latchkey.core.password.AppPasswordFormat;
import org.latchkey.core.password.AppPasswordId;
import org.latchkey.core.password.LastUses;
import org.latchkey.core.password.Peppers;
import org.latchkey.core.password.Secret;
import org.latchkey.core.session.LiveSessions;
import org.latchkey.core.signin.SignIn;
import org.latchkey.core.testing.AccountBuilder;
import org.latchkey.core.testing.FakeDirectoryStore;
import org.latchkey.core.throttle.Fingerprints;
import org.latchkey.core.throttle.Refusals;
import org.latchkey.core.throttle.Throttle;

/** The real domain over a directory in memory; refusals aren't held back. */
final class TestDomain implements AutoCloseable {
  static final String BASE = "dc=example,dc=org";
  static final SignInSettings UNDELAYED =
      new SignInSettings(Duration.ZERO, Duration.ZERO, 20_000, 256, Duration.ofSeconds(60));

  final FakeDirectoryStore directory = new FakeDirectoryStore();
  final List<AuditEvent> audit = Collections.synchronizedList(new ArrayList<>());
  final LiveSessions sessions;
  final SignIn signIn;
  private final SecureRandom random = new SecureRandom();
  private final Peppers peppers;
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(1) {
        @Override
        public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
          task.run();
          return super.schedule(() -> {}, 0, unit);
        }
      };

  TestDomain(ExecutorService lookUps) {
    SequencedMap<String, byte[]> keys = new LinkedHashMap<>();
    keys.put("k1", new byte[Peppers.KEY_BYTES]);
    peppers = new Peppers(keys);
    Audit log = audit::add;
    RecentChanges recent = new RecentChanges();
    AccountCache accounts = new AccountCache(directory, recent, 1000);
    sessions = new LiveSessions(recent, log, InstantSource.system());
    directory.subscribe(recent);
    directory.subscribe(accounts);
    directory.subscribe(sessions);
    signIn =
        new SignIn(
            new SignIn.Parts(
                accounts,
                peppers,
                new LastUses(directory, Duration.ofSeconds(60)),
                sessions,
                new Throttle(UNDELAYED, Ticker.systemTicker()),
                new Fingerprints(random),
                new Refusals(UNDELAYED, timer),
                log,
                InstantSource.system()),
            lookUps);
  }

  /**
   * Something that signs in.
   *
   * @param text the secret, as a person would type it
   */
  record Given(AccountId account, AppPasswordId id, String text) {}

  /** Adds an account, whose attributes hold more than the port may show. */
  AccountId add(String uid) {
    Map<String, List<String>> attributes = new LinkedHashMap<>();
    attributes.put("objectClass", List.of("top", "inetOrgPerson"));
    attributes.put("uid", List.of(uid));
    attributes.put("cn", List.of(uid + " Müller"));
    attributes.put("mail", List.of(uid + "@example.org", uid + "@example.com"));
    attributes.put("userPassword", List.of("{ARGON2}hash"));
    attributes.put("latchkeyTotp", List.of("sealed"));
    attributes.put("entryParentId", List.of("inner"));
    attributes.put("createTimestamp", List.of("20260101120000.000Z"));
    attributes.put(
        "creatorsName",
        List.of("2.5.4.3=admin,0.9.2342.19200300.100.1.25=example,0.9.2342.19200300.100.1.25=org"));
    return directory
        .hold(
            AccountBuilder.named(uid)
                .logins(uid, uid + "@example.org")
                .attributes(attributes)
                .build())
        .id();
  }

  Given give(AccountId account, Service... services) {
    AppPasswordDraft draft =
        new AppPasswordDraft(
            "test", Set.of(services), Optional.empty(), List.of(), Optional.empty());
    try (Secret secret = AppPasswordFormat.generate(random)) {
      AppPasswordId id =
          directory.addAppPassword(account, draft, peppers.tag(account, secret), "cn=test");
      return new Given(account, id, new String(secret.octets(), StandardCharsets.US_ASCII));
    }
  }

  void revoke(Given given) {
    directory.revoke(given.account(), Set.of(given.id()), "cn=test");
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
