// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.password;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.latchkey.config.Cidr;
import org.latchkey.core.account.Service;

/** What is chosen about an app password by whoever makes or changes it. */
public record AppPasswordDraft(
    String label,
    Set<Service> services,
    Optional<Instant> expires,
    List<Cidr> networks,
    Optional<Duration> idleLimit) {

  public AppPasswordDraft {
    services = Set.copyOf(services);
    networks = List.copyOf(networks);
  }

  /** The label, the default services and no limits. */
  public static AppPasswordDraft named(String label) {
    return new AppPasswordDraft(
        label, Service.defaults(), Optional.empty(), List.of(), Optional.empty());
  }
}
