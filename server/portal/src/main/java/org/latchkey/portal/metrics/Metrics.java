// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.latchkey.core.account.Service;
import org.latchkey.core.audit.Audit;
import org.latchkey.core.audit.AuditEvent;
import org.latchkey.core.audit.SprayKind;
import org.latchkey.core.throttle.PendingMemory;
import org.latchkey.portal.health.MetricsText;

/**
 * All metrics of the server. Every meter of the sign-in path is made at the start and kept by the
 * enums that name it, so a sign-in allocates nothing here; no label ever names a person. Safe for
 * use by many threads.
 */
public final class Metrics implements Audit, MetricsText, AutoCloseable {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Map<Service, SignInMeters> signIns = new EnumMap<>(Service.class);
  private final Map<Service, UpstreamMeters> upstreams = new EnumMap<>(Service.class);
  private final SignOutMeters signOuts = new SignOutMeters(registry);
  private final PortalMeters portalActs = new PortalMeters(registry);
  private final Counters<SprayKind> sprayings =
      new Counters<>(
          SprayKind.class,
          kind ->
              Counter.builder("latchkey.sprayings")
                  .description(
                      "Passwords that seem to be tried out on many accounts or from many places")
                  .tag("kind", kind.id())
                  .register(registry));
  private final JvmGcMetrics gc = new JvmGcMetrics();

  public Metrics() {
    for (Service each : Service.values()) {
      signIns.put(each, new SignInMeters(registry, each));
      upstreams.put(each, new UpstreamMeters(registry, each));
    }
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    gc.bindTo(registry);
  }

  /**
   * What is asked at each scrape; cheap, and safe for use by any thread.
   *
   * @param liveSessions how many there are
   * @param heldRefusals how many are held back
   * @param pooledBytes what Netty's pooled allocators have taken from the system
   * @param memory what connections hold before their sign-in
   */
  public record Gauges(
      IntSupplier liveSessions,
      IntSupplier heldRefusals,
      LongSupplier pooledBytes,
      PendingMemory memory) {}

  /** Watches these from now on; called once. */
  public void watch(Gauges gauges) {
    Gauge.builder("latchkey.live.sessions", () -> gauges.liveSessions().getAsInt())
        .description("Connections that are signed in")
        .register(registry);
    Gauge.builder("latchkey.held.refusals", () -> gauges.heldRefusals().getAsInt())
        .description("Refusals that are held back")
        .register(registry);
    Gauge.builder("latchkey.netty.pooled", () -> gauges.pooledBytes().getAsLong())
        .description("Memory of Netty's pooled allocators")
        .baseUnit("bytes")
        .register(registry);
    watch(gauges.memory());
  }

  private void watch(PendingMemory memory) {
    Gauge.builder("latchkey.pending.connections", memory, PendingMemory::connections)
        .description("Connections that nobody has signed in on")
        .register(registry);
    Gauge.builder("latchkey.pending.memory", memory, PendingMemory::held)
        .description("Memory that they hold")
        .baseUnit("bytes")
        .register(registry);
    Gauge.builder("latchkey.pending.memory.limit", memory, PendingMemory::limit)
        .description("Memory that they may hold")
        .baseUnit("bytes")
        .register(registry);
    FunctionCounter.builder("latchkey.pending.gave.way", memory, PendingMemory::gaveWay)
        .description("Connections ended before their sign-in, to make room for others")
        .register(registry);
  }

  /**
   * Watches a file of the audit.
   *
   * @param failing whether it can't be written now
   * @param lost lines that there was no room for
   */
  public void watchAudit(String file, BooleanSupplier failing, LongSupplier lost) {
    Gauge.builder("latchkey.audit.failing", () -> failing.getAsBoolean() ? 1 : 0)
        .description("Whether a file of the audit can't be written")
        .tag("file", file)
        .register(registry);
    FunctionCounter.builder("latchkey.audit.lines.lost", lost, LongSupplier::getAsLong)
        .description("Lines of the audit that there was no room for")
        .tag("file", file)
        .register(registry);
  }

  @Override
  public void record(AuditEvent event) {
    switch (event) {
      case AuditEvent.SignInDecided decided -> {
        SignInMeters meters = signIns.get(decided.service());
        if (meters != null) {
          meters.decided(decided.outcome(), decided.nanos());
        }
      }
      case AuditEvent.SignedOut out -> signOuts.signedOut(out.reason());
      case AuditEvent.SessionClosed closed -> signOuts.closed();
      case AuditEvent.UpstreamFailed failed -> {
        UpstreamMeters meters = upstreams.get(failed.session().service());
        if (meters != null) {
          meters.failed(failed.reason());
        }
      }
      case AuditEvent.PortalEvent portal -> portalActs.done(portal.act());
      case AuditEvent.Changed changed -> {}
      case AuditEvent.EntryChanged changed -> {}
      case AuditEvent.RefusalsSummed summed -> {}
      case AuditEvent.SprayingSeen seen -> sprayings.count(seen.kind());
    }
  }

  /** The timer of one operation of the directory's store. */
  Timer store(String operation) {
    return Timer.builder("latchkey.store")
        .description("How long the directory's store takes")
        .tag("operation", operation)
        .serviceLevelObjectives(Buckets.OF_IO)
        .register(registry);
  }

  /** Where the meters are, for tests. */
  MeterRegistry registry() {
    return registry;
  }

  @Override
  public String text() {
    return registry.scrape();
  }

  @Override
  public void close() {
    gc.close();
    registry.close();
  }
}
