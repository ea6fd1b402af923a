// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.latchkey.core.account.Service;
import org.latchkey.core.upstream.UpstreamFailure;

/** The meters of one service's upstreams. */
final class UpstreamMeters {
  private final Counters<UpstreamFailure> byReason;

  UpstreamMeters(MeterRegistry registry, Service service) {
    byReason =
        new Counters<>(
            UpstreamFailure.class,
            reason ->
                Counter.builder("latchkey.upstream.failures")
                    .description("Signed-in connections that their upstream couldn't take over")
                    .tag("service", service.id())
                    .tag("reason", reason.id())
                    .register(registry));
  }

  void failed(UpstreamFailure reason) {
    byReason.count(reason);
  }
}
