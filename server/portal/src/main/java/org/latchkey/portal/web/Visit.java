// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.web;

import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.latchkey.core.account.Account;
import org.latchkey.core.password.SecondFactorProof.FreshSecondFactor;
import org.latchkey.portal.session.PortalSession;

/**
 * One request to a page.
 *
 * @param path below the portal's, such as {@code /app-passwords}
 * @param parameters the parts of the path that the route names
 * @param form of a POST; of a page whose form had to wait for a second factor, what was typed
 * @param account the one that the session has shown to be its person's, as it is now
 * @param client where it comes from, the PROXY protocol's word counted
 * @param knownBrowser whether it comes from a browser that an account was signed in to from
 */
public record Visit(
    String path,
    Map<String, String> parameters,
    Form query,
    Form form,
    PortalSession session,
    Optional<Account> account,
    InetSocketAddress client,
    Predicate<Account> knownBrowser) {

  public Visit {
    parameters = Map.copyOf(parameters);
  }

  /** The account, on pages that nobody sees without one. */
  public Account me() {
    return account.orElseThrow();
  }

  /** Whether this one is it. */
  public boolean isOwn(Account other) {
    return other.id().equals(me().id());
  }

  /**
   * The proof of whoever is signed in, on pages that nobody sees who isn't; whether it is fresh,
   * core decides.
   */
  public FreshSecondFactor proof() {
    return session.standing().latestProof().orElseThrow();
  }

  /** The same with what was typed before, for a page to show it again. */
  Visit with(Form typed) {
    return new Visit(path, parameters, query, typed, session, account, client, knownBrowser);
  }

  /** A part of the path that the route names. */
  public String parameter(String name) {
    return parameters.getOrDefault(name, "");
  }
}
