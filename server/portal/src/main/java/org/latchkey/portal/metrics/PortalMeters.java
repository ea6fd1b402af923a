// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.latchkey.core.audit.PortalAct;

/** The meters of what is done in the portal. */
final class PortalMeters {
  private final Counters<PortalAct> byAct;

  PortalMeters(MeterRegistry registry) {
    byAct =
        new Counters<>(
            PortalAct.class,
            act ->
                Counter.builder("latchkey.portal.acts")
                    .description("What was done in the portal, or refused")
                    .tag("act", act.id())
                    .register(registry));
  }

  void done(PortalAct act) {
    byAct.count(act);
  }
}
