// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.upstream;

import java.util.Map;
import java.util.Optional;
import org.latchkey.core.account.Service;
import org.latchkey.core.password.SealedSecret;

/**
 * What an account's entry says of its upstreams.
 *
 * @param addresses where they are, for the services whose upstream is not the usual one
 * @param secret what it signs in to them with, where it has a secret of its own
 */
public record AccountUpstreams(
    Map<Service, UpstreamAddress> addresses, Optional<SealedSecret> secret) {
  /** Nothing: the settings say all. */
  public static final AccountUpstreams NONE = new AccountUpstreams(Map.of(), Optional.empty());

  public AccountUpstreams {
    addresses = Map.copyOf(addresses);
  }
}
