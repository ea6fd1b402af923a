// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import org.latchkey.core.account.Service;
import org.latchkey.core.signin.DenialReason;
import org.latchkey.core.signin.SignInOutcome;

/** The meters of one service's sign-ins. */
final class SignInMeters {
  private final Timer latency;
  private final Counter granted;
  private final Counter tryLater;
  private final Counters<DenialReason> denied;

  SignInMeters(MeterRegistry registry, Service service) {
    latency =
        Timer.builder("latchkey.sign.in")
            .description("How long a sign-in takes to be decided")
            .tag("service", service.id())
            .serviceLevelObjectives(Buckets.OF_SIGN_IN)
            .register(registry);
    granted = counter(registry, service, "granted", "");
    tryLater = counter(registry, service, "try-later", "");
    denied =
        new Counters<>(
            DenialReason.class, reason -> counter(registry, service, "denied", reason.id()));
  }

  private static Counter counter(
      MeterRegistry registry, Service service, String outcome, String reason) {
    return Counter.builder("latchkey.sign.ins")
        .description("Sign-ins that were decided")
        .tags("service", service.id(), "outcome", outcome, "reason", reason)
        .register(registry);
  }

  void decided(SignInOutcome outcome, long nanos) {
    latency.record(nanos, TimeUnit.NANOSECONDS);
    switch (outcome) {
      case SignInOutcome.Granted good -> granted.increment();
      case SignInOutcome.Denied bad -> denied.count(bad.reason());
      case SignInOutcome.TryLater later -> tryLater.increment();
    }
  }
}
