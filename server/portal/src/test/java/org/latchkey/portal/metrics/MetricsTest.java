// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latchkey.core.account.Account;
import org.latchkey.core.account.AccountId;
import org.latchkey.core.account.Service;
import org.latchkey.core.audit.AuditEvent;
import org.latchkey.core.audit.PortalAct;
import org.latchkey.core.directory.DirectoryStore;
import org.latchkey.core.directory.DirectoryUnavailableException;
import org.latchkey.core.directory.RecentChanges;
import org.latchkey.core.password.AppPassword;
import org.latchkey.core.password.AppPasswordId;
import org.latchkey.core.password.Secret;
import org.latchkey.core.session.LiveSession;
import org.latchkey.core.session.LiveSessions;
import org.latchkey.core.session.SignOutReason;
import org.latchkey.core.signin.DenialReason;
import org.latchkey.core.signin.SignInOutcome;
import org.latchkey.core.signin.SignInRequest;
import org.latchkey.core.throttle.PendingMemory;

final class MetricsTest {
  private static final InetSocketAddress CLIENT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);

  private final Metrics metrics = new Metrics();
  private final LiveSessions sessions =
      new LiveSessions(new RecentChanges(), metrics, InstantSource.system());

  @AfterEach
  void close() {
    metrics.close();
  }

  private void decide(Service service, SignInOutcome outcome, long nanos) {
    SignInRequest request =
        new SignInRequest(
            service,
            "alice",
            Secret.takeOver(new byte[1]),
            CLIENT,
            "",
            0,
            reason -> {},
            Optional.empty());
    metrics.record(new AuditEvent.SignInDecided(request, Optional.empty(), outcome, "", nanos));
  }

  private LiveSession open() {
    AppPassword appPassword =
        new AppPassword(
            new AppPasswordId(new UUID(0, 2)),
            "one",
            Set.of(Service.IMAP),
            Optional.empty(),
            Instant.EPOCH,
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Instant.EPOCH,
            "cn=test",
            Optional.empty());
    return sessions
        .open(
            new LiveSession.Opening(
                account(appPassword), appPassword, Service.IMAP, CLIENT, "", reason -> {}))
        .orElseThrow();
  }

  private static Account account(AppPassword appPassword) {
    return new Account(
        new AccountId(new UUID(0, 1)),
        "uid=alice",
        Set.of("alice"),
        false,
        Optional.empty(),
        List.of(appPassword),
        List.of(),
        Map.of(),
        1);
  }

  private void assertLine(String line) {
    assertTrue(metrics.text().lines().anyMatch(line::equals), metrics.text());
  }

  @Test
  void signInsAreCountedByServiceAndOutcome() {
    decide(Service.IMAP, new SignInOutcome.Denied(DenialReason.REVOKED), 20_000);
    decide(Service.IMAP, new SignInOutcome.Denied(DenialReason.REVOKED), 20_000);
    decide(Service.SMTP, new SignInOutcome.TryLater("down"), 1);
    LiveSession session = open();
    Account account = account(session.appPassword());
    decide(Service.IMAP, new SignInOutcome.Granted(account, session), 2_000);
    String counted = "latchkey_sign_ins_total{outcome=\"%s\",reason=\"%s\",service=\"%s\"} %s";
    assertLine(counted.formatted("denied", "revoked", "imap", "2.0"));
    assertLine(counted.formatted("denied", "expired", "imap", "0.0"));
    assertLine(counted.formatted("granted", "", "imap", "1.0"));
    assertLine(counted.formatted("try-later", "", "smtp", "1.0"));
    assertLine("latchkey_sign_in_seconds_bucket{service=\"imap\",le=\"1.0E-5\"} 1");
    assertLine("latchkey_sign_in_seconds_bucket{service=\"imap\",le=\"2.5E-5\"} 3");
    assertFalse(metrics.text().contains("alice"));
  }

  @Test
  void endsOfSessionsAreCountedByReason() {
    sessions.close(open());
    open();
    sessions.endAll(SignOutReason.SERVER_STOPPING);
    assertLine("latchkey_sign_outs_total{reason=\"server-stopping\"} 1.0");
    assertLine("latchkey_sign_outs_total{reason=\"revoked\"} 0.0");
    assertLine("latchkey_sessions_closed_total 1.0");
  }

  @Test
  void whatIsDoneInThePortalIsCountedByAct() {
    metrics.record(
        new AuditEvent.PortalEvent(
            PortalAct.SIGN_IN_REFUSED, Optional.empty(), "alice", CLIENT, ""));
    assertLine("latchkey_portal_acts_total{act=\"sign-in-refused\"} 1.0");
    assertLine("latchkey_portal_acts_total{act=\"signed-in\"} 0.0");
    assertFalse(metrics.text().contains("alice"));
  }

  @Test
  void gaugesAreAskedAtEachScrape() {
    metrics.watch(
        new Metrics.Gauges(sessions::count, () -> 7, () -> 4096, new PendingMemory(1024)));
    assertLine("latchkey_live_sessions 0.0");
    open();
    assertLine("latchkey_live_sessions 1.0");
    assertLine("latchkey_held_refusals 7.0");
    assertLine("latchkey_netty_pooled_bytes 4096.0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jvm_memory_used_bytes", "jvm_gc_live_data_size", "jvm_threads_live_threads",
        "process_files_open_files", "process_cpu_usage", "process_uptime_seconds"
      })
  void machineIsWatched(String name) {
    assertTrue(
        metrics.registry().getMeters().stream()
            .map(meter -> meter.getId().getName().replace('.', '_'))
            .anyMatch(name::startsWith),
        name);
  }

  @Test
  void storeIsTimedWhetherItAnswersOrNot() {
    DirectoryStore broken =
        (DirectoryStore)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {DirectoryStore.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("findByLogin")) {
                    return Optional.empty();
                  }
                  throw new DirectoryUnavailableException("down");
                });
    TimedDirectoryStore store = new TimedDirectoryStore(broken, metrics);
    assertEquals(Optional.empty(), store.findByLogin("alice"));
    assertThrows(
        DirectoryUnavailableException.class, () -> store.find(new AccountId(new UUID(0, 1))));
    assertThrows(DirectoryUnavailableException.class, store::checkReady);
    assertThrows(DirectoryUnavailableException.class, () -> store.recordUses(List.of()));
    assertLine("latchkey_store_seconds_count{operation=\"find\"} 2");
    assertLine("latchkey_store_seconds_count{operation=\"check-ready\"} 1");
    assertLine("latchkey_store_seconds_count{operation=\"record-uses\"} 1");
    assertLine("latchkey_store_seconds_count{operation=\"change\"} 0");
  }
}
