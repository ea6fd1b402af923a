// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.password;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.latchkey.config.Cidr;
import org.latchkey.core.account.Service;

/**
 * One active app password.
 *
 * @param label unique in the account, whatever the case of its letters
 * @param tag what is stored of the secret; empty while none was generated: then nothing signs in
 * @param secretMade when the present secret was generated; a new one ends the old one's sessions
 * @param networks where it may be used from; empty means anywhere
 * @param idleLimit unused for longer than this, it is no longer good
 * @param madeBy the DN of whoever made it
 */
public record AppPassword(
    AppPasswordId id,
    String label,
    Set<Service> services,
    Optional<Tag> tag,
    Instant secretMade,
    Optional<Instant> expires,
    List<Cidr> networks,
    Optional<Duration> idleLimit,
    Instant made,
    String madeBy,
    Optional<LastUse> lastUse) {

  public AppPassword {
    services = Set.copyOf(services);
    networks = List.copyOf(networks);
  }

  /** Whether it may be used from this address. */
  public boolean allows(InetAddress client) {
    if (networks.isEmpty()) {
      return true;
    }
    for (Cidr network : networks) {
      if (network.contains(client)) {
        return true;
      }
    }
    return false;
  }

  /** Whether it has an expiry that has come. */
  public boolean isExpired(Instant now) {
    return expires.isPresent() && !now.isBefore(expires.get());
  }

  /**
   * Whether it has an idle limit and lay unused for longer.
   *
   * @param seen its last use as far as memory knows; the directory may be a minute behind
   */
  public boolean isIdleTooLong(Instant now, Optional<Instant> seen) {
    if (idleLimit.isEmpty()) {
      return false;
    }
    Instant last = secretMade;
    if (lastUse.isPresent() && lastUse.get().time().isAfter(last)) {
      last = lastUse.get().time();
    }
    if (seen.isPresent() && seen.get().isAfter(last)) {
      last = seen.get();
    }
    return last.plus(idleLimit.get()).isBefore(now);
  }
}
