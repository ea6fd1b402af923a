// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.latchkey.core.session.SignOutReason;

/** The meters of how sessions end. */
final class SignOutMeters {
  private final Counters<SignOutReason> byReason;
  private final Counter closed;

  SignOutMeters(MeterRegistry registry) {
    byReason =
        new Counters<>(
            SignOutReason.class,
            reason ->
                Counter.builder("latchkey.sign.outs")
                    .description("Sessions that the server ended")
                    .tag("reason", reason.id())
                    .register(registry));
    closed =
        Counter.builder("latchkey.sessions.closed")
            .description("Sessions that the client ended")
            .register(registry);
  }

  void signedOut(SignOutReason reason) {
    byReason.count(reason);
  }

  void closed() {
    closed.increment();
  }
}
