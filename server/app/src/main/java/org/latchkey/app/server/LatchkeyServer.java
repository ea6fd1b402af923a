// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.server;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocatorMetric;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.latchkey.adapters.dav.PendingTransport;
import org.latchkey.adapters.net.Limits;
import org.latchkey.config.ListenerSettings;
import org.latchkey.config.SettingProblem;
import org.latchkey.config.Settings;
import org.latchkey.core.audit.AccountHistory;
import org.latchkey.core.audit.Audit;
import org.latchkey.core.audit.AuditEvent;
import org.latchkey.core.audit.LogLine;
import org.latchkey.core.directory.DirectoryStore;
import org.latchkey.core.password.AppPasswordRules;
import org.latchkey.core.password.AppPasswords;
import org.latchkey.core.password.Peppers;
import org.latchkey.core.password.PrimaryPasswordChange;
import org.latchkey.core.password.PrimaryPasswords;
import org.latchkey.core.password.SealedSecrets;
import org.latchkey.core.session.SignOutReason;
import org.latchkey.core.throttle.PendingMemory;
import org.latchkey.directory.adminport.AdminPort;
import org.latchkey.directory.adminport.PasswordChange;
import org.latchkey.directory.embedded.EmbeddedDirectory;
import org.latchkey.portal.health.HealthServer;
import org.latchkey.portal.health.Readiness;
import org.latchkey.portal.metrics.Metrics;
import org.latchkey.portal.metrics.TimedDirectoryStore;
import org.latchkey.portal.onboarding.PublicServices;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running server. Starting it blocks until every port is open. */
public final class LatchkeyServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LatchkeyServer.class);

  private final SecureRandom random = new SecureRandom();
  private final Deque<AutoCloseable> started = new ArrayDeque<>();
  private final Duration grace;
  private final Reloadable begun;
  private Reloadable applied;
  private final PendingMemory memory;
  private final DataFolder data;
  private final EmbeddedDirectory directory;
  private final Optional<AdminPort> adminPort;
  private final AccountHistory history;
  private final AuditTrail trail;
  private final Domain domain;
  private final Optional<PortalDoor> portal;
  private final Doors doors;
  private final Ports ports;

  private LatchkeyServer(Settings settings, Path folder, Runnable onShutdownRequest)
      throws StartException {
    grace = settings.shutdown().grace();
    begun = checked(settings);
    applied = begun;
    memory = new PendingMemory(settings.network().maxPendingBytes());
    try {
      data = opened(DataFolder.open(folder, ServerName.of(settings.publicly()), random));
      Logging.configure(settings.log());
      if (settings.tls().certificate().isEmpty() && settings.publicly().host().isPresent()) {
        data.nameCertificate(settings.publicly().host().get(), random);
      }
      Path certificate = present(settings.tls().certificate().orElse(data.certificate()));
      Path key = present(settings.tls().key().orElse(data.key()));
      Peppers peppers = data.peppers();
      PrimaryPasswords primaryPasswords =
          new PrimaryPasswords(settings.primaryPasswords(), random, Outside.names(settings));
      ScheduledExecutorService timer = timer();
      started.push(timer::shutdownNow); // held refusals need no answer any more
      SealedSecrets seals = new SealedSecrets(peppers, random);
      directory = opened(directory(settings, primaryPasswords, seals));
      data.finish();
      Metrics metrics = opened(new Metrics());
      DirectoryStore store = new TimedDirectoryStore(directory.store(), metrics);
      history = new AccountHistory(directory.history(), InstantSource.system());
      trail = opened(AuditTrail.open(settings.audit(), data.folder()));
      trail.watchedBy(metrics);
      Audit audit = Audit.all(List.of(metrics, history, trail.audit()));
      directory.onEntryChange(
          (act, dn, by) -> audit.record(new AuditEvent.EntryChanged(act, dn, by)));
      domain =
          opened(
              new Domain(
                  settings,
                  new Domain.Parts(store, peppers, audit, history, trail.audit()),
                  timer));
      PasswordChange passwordChange =
          new PasswordChange(
              directory.service(),
              directory.admin(),
              new AppPasswords(store, peppers, random),
              new PrimaryPasswordChange(store, primaryPasswords));
      adminPort =
          adminPort(
              settings.listeners().adminLdap(),
              new AdminPort.Parts(
                  directory,
                  passwordChange,
                  domain.signIn(),
                  domain.sessions(),
                  certificate,
                  key,
                  data.keyStore(),
                  memory,
                  timer,
                  onShutdownRequest));
      Limits limits = new Limits(settings.network(), memory);
      Vertx vertx = Vertx.builder().withTransport(new PendingTransport(limits)).build();
      started.push(() -> vertx.close().await());
      portal =
          portal(
              settings,
              new PortalDoor.Parts(
                  vertx, domain, store, peppers, seals, primaryPasswords, history, audit, random));
      doors =
          opened(
              new Doors(
                  settings,
                  new Doors.Parts(
                      certificate,
                      key,
                      domain.signIn(),
                      domain.sessions(),
                      seals,
                      data.tokenSigner(settings.tokens()),
                      audit,
                      limits,
                      vertx,
                      portal)));
      int admin = adminPort.map(port -> port.address().getPort()).orElse(0);
      ports = doors.open(admin, health(vertx, settings, store, metrics));
      PublicServices outside = Outside.of(settings, ports);
      portal.ifPresent(door -> door.opened(settings.publicly(), outside));
      data.write(data.portsFile(), ports.json() + "\n");
      started.push(() -> Files.deleteIfExists(data.portsFile()));
      Notices.start(settings.notices(), directory.notices(), store, outside)
          .ifPresent(started::push);
    } catch (IOException e) {
      closeStarted();
      throw new StartException(String.valueOf(e.getMessage()), e);
    } catch (StartException | RuntimeException e) {
      closeStarted();
      throw e;
    }
  }

  /**
   * Starts everything.
   *
   * @param folder the data folder; made when it isn't there
   * @param onShutdownRequest run when an admin asks over LDAP for the server to stop; returns at
   *     once
   * @throws StartException when it can't start, with what to do about it
   */
  public static LatchkeyServer start(Settings settings, Path folder, Runnable onShutdownRequest)
      throws StartException {
    return new LatchkeyServer(settings, folder, onShutdownRequest);
  }

  private static Path present(Path file) throws StartException {
    if (!Files.isReadable(file)) {
      throw new StartException(file + " is missing or can't be read");
    }
    return file;
  }

  private <C extends AutoCloseable> C opened(C part) {
    started.push(part);
    return part;
  }

  private static ScheduledExecutorService timer() {
    return Executors.newSingleThreadScheduledExecutor(
        task -> Thread.ofPlatform().name("timer").daemon().unstarted(task));
  }

  private EmbeddedDirectory directory(
      Settings settings, PrimaryPasswords primaryPasswords, SealedSecrets seals)
      throws StartException, IOException {
    return new EmbeddedDirectory(
        data.directory(),
        new EmbeddedDirectory.Parts(
            settings.directory(),
            new AppPasswordRules(settings.appPasswords().maxActive()),
            primaryPasswords,
            seals,
            data.adminPassword(),
            InstantSource.system(),
            settings.notices().enabled()));
  }

  /** Settings with which a server can start on this machine; what is doubtful is logged. */
  private static Reloadable checked(Settings settings) throws StartException {
    SettingsCheck check = SettingsCheck.of(settings);
    if (!check.problems().isEmpty()) {
      throw new StartException(check.problems());
    }
    for (SettingProblem warning : check.warnings()) {
      log.warn("{}", new LogLine("doubtful-setting").quoted("reason", warning.sentence()));
    }
    return Reloadable.of(settings);
  }

  private Optional<AdminPort> adminPort(ListenerSettings listener, AdminPort.Parts parts)
      throws StartException {
    AtomicReference<@Nullable AdminPort> port = new AtomicReference<>();
    int _ =
        Listening.on(
            "admin-ldap",
            listener,
            () -> {
              AdminPort open = opened(new AdminPort(listener, parts));
              port.set(open);
              return open.address().getPort();
            });
    return Optional.ofNullable(port.get());
  }

  private Optional<PortalDoor> portal(Settings settings, PortalDoor.Parts parts)
      throws StartException {
    return settings.portal().enabled()
        ? Optional.of(opened(new PortalDoor(settings, parts)))
        : Optional.empty();
  }

  private int health(Vertx vertx, Settings settings, DirectoryStore store, Metrics metrics)
      throws StartException {
    PooledByteBufAllocatorMetric pooled = PooledByteBufAllocator.DEFAULT.metric();
    metrics.watch(
        new Metrics.Gauges(
            domain.sessions()::count,
            domain.refusals()::held,
            () -> pooled.usedDirectMemory() + pooled.usedHeapMemory(),
            memory));
    Readiness readiness =
        new Readiness(
            List.of(
                new Readiness.Check("data-folder", data::checkWritable),
                new Readiness.Check("directory", store::checkReady),
                trail.check()));
    ListenerSettings listener = settings.listeners().health();
    return Listening.on(
        "health",
        listener,
        () -> opened(new HealthServer(vertx, readiness, metrics)).start(listener).getPort());
  }

  /** The ports in use. */
  public Ports ports() {
    return ports;
  }

  /** Where its state is. */
  public DataFolder data() {
    return data;
  }

  /** The DN that the admin binds with. */
  public String adminDn() {
    return directory.admin().dn();
  }

  /** What happened to each account. */
  public AccountHistory history() {
    return history;
  }

  /** What the demo makes its accounts with: the directory as core sees it. */
  public EmbeddedDirectory directory() {
    return directory;
  }

  /**
   * Takes over what may change without a restart: certificates in the same files, log levels,
   * throttles and limits. One reload is made at a time.
   *
   * @return what was taken over, and what waits for a restart
   * @throws StartException when a server couldn't start with them, or its clients wouldn't put up
   *     with it: everything stays as it was
   */
  public synchronized Reload reload(Settings changed) throws StartException {
    SettingsCheck check = SettingsCheck.of(changed);
    if (!check.all().isEmpty()) {
      throw new StartException(check.all());
    }
    Reloadable fresh = Reloadable.of(changed);
    Reload reload = new Reload();
    Logging.reconfigure(applied.settings().log(), changed.log());
    domain.reconfigure(changed.signIn());
    reload.attempt("doors", () -> doors.reload(changed));
    portal.ifPresent(door -> reload.attempt("portal", () -> door.reload(changed)));
    adminPort.ifPresent(port -> reload.attempt("admin-ldap", port::reloadTls));
    reload.take(applied.taken(fresh));
    reload.leave(begun.waiting(fresh));
    applied = fresh;
    log.info(
        "{}",
        new LogLine(reload.isComplete() ? "reloaded" : "reload-incomplete")
            .quoted("taken", String.join(", ", reload.taken()))
            .quoted("waiting", String.join(", ", reload.waiting())));
    return reload;
  }

  /** Refuses new connections, says goodbye on those that are open, and stops. */
  @Override
  public void close() {
    log.info("event=stopping sessions={}", domain.sessions().count());
    doors.stopAccepting();
    sayGoodbye();
    closeStarted();
    log.info("event=stopped");
  }

  /** Until all connections are gone, at most for the grace; a sign-in may be decided meanwhile. */
  private void sayGoodbye() {
    long deadline = System.nanoTime() + grace.toNanos();
    try {
      do {
        domain.sessions().endAll(SignOutReason.SERVER_STOPPING);
        doors.dismiss();
        TimeUnit.MILLISECONDS.sleep(20);
      } while (doors.connections() > 0 && System.nanoTime() - deadline < 0);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void closeStarted() {
    while (!started.isEmpty()) {
      AutoCloseable part = started.pop();
      try {
        part.close();
      } catch (Exception e) {
        log.warn("event=close-failed part={}", part.getClass().getSimpleName(), e);
      }
    }
  }
}
