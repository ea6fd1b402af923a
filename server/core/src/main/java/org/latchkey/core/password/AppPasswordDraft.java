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
import org.latchkey.core.directory.DirectoryRefusalException;
import org.latchkey.core.directory.DirectoryRefusalException.Kind;

/**
 * What is chosen about an app password by whoever makes or changes it. Its constructor throws a
 * {@link DirectoryRefusalException} where an expiry can't be kept.
 */
public record AppPasswordDraft(
    String label,
    Set<Service> services,
    Optional<Instant> expires,
    List<Cidr> networks,
    Optional<Duration> idleLimit) {

  public AppPasswordDraft {
    services = Set.copyOf(services);
    networks = List.copyOf(networks);
    Optional<String> refused = expires.flatMap(AppPasswordRules::refuseExpiry);
    if (refused.isPresent()) {
      throw new DirectoryRefusalException(Kind.INVALID, refused.get());
    }
  }

  /** The label, the default services and no limits. */
  public static AppPasswordDraft named(String label) {
    return new AppPasswordDraft(
        label, Service.defaults(), Optional.empty(), List.of(), Optional.empty());
  }

  /**
   * Whether it lets more in than an app password as it is: more services, from more, for longer.
   */
  public boolean widens(AppPassword present) {
    return !present.services().containsAll(services)
        || isWider(present.networks(), networks)
        || isLater(present.expires(), expires)
        || isLater(present.idleLimit(), idleLimit);
  }

  private static boolean isWider(List<Cidr> present, List<Cidr> wanted) {
    return !present.isEmpty() && (wanted.isEmpty() || !present.containsAll(wanted));
  }

  /** No limit is the latest of all. */
  private static <T extends Comparable<T>> boolean isLater(
      Optional<T> present, Optional<T> wanted) {
    return present.isPresent() && (wanted.isEmpty() || wanted.get().compareTo(present.get()) > 0);
  }
}
