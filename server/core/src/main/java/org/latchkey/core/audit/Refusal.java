// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.audit;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.latchkey.core.account.Account;
import org.latchkey.core.account.AccountId;
import org.latchkey.core.signin.SignInOutcome;
import org.latchkey.core.throttle.Throttle.Source;

/**
 * What is the same of refusals that are like each other.
 *
 * @param what the service that was to be signed in to, or what was done in the portal; by its id
 * @param source where they come from: an IPv4 address, or the IPv6 network; empty where there are
 *     more sources than are told apart
 * @param account whose name was typed
 * @param reason its id; empty where the act says it
 */
public record Refusal(String what, String source, Optional<AccountId> account, String reason) {
  /** Those of all who are too many to be told apart. */
  static final Refusal OTHERS = new Refusal("any", "", Optional.empty(), "");

  /** What of an event is one; empty where it is none that anybody can bring about at will. */
  static Optional<Refusal> of(AuditEvent event) {
    return switch (event) {
      case AuditEvent.SignInDecided decided -> signIn(decided);
      case AuditEvent.PortalEvent portal -> portal(portal);
      case AuditEvent.SignedOut out -> Optional.empty();
      case AuditEvent.SessionClosed closed -> Optional.empty();
      case AuditEvent.UpstreamFailed failed -> Optional.empty();
      case AuditEvent.Changed changed -> Optional.empty();
      case AuditEvent.EntryChanged changed -> Optional.empty();
      case AuditEvent.RefusalsSummed summed -> Optional.empty();
      case AuditEvent.SprayingSeen seen -> Optional.empty();
    };
  }

  private static Optional<Refusal> signIn(AuditEvent.SignInDecided decided) {
    String what = decided.service().id();
    return switch (decided.outcome()) {
      case SignInOutcome.Granted granted -> Optional.empty();
      case SignInOutcome.Denied denied ->
          Optional.of(
              of(what, decided.request().client(), decided.account(), denied.reason().id()));
      case SignInOutcome.TryLater later ->
          Optional.of(of(what, decided.request().client(), decided.account(), "try-later"));
    };
  }

  private static Optional<Refusal> portal(AuditEvent.PortalEvent portal) {
    return switch (portal.act()) {
      case SIGN_IN_REFUSED,
          SIGN_IN_DELAYED,
          SECOND_FACTOR_REFUSED,
          SECOND_FACTOR_THROTTLED,
          REQUEST_REFUSED,
          LINK_REFUSED ->
          Optional.of(of(portal.act().id(), portal.client(), portal.account(), ""));
      case SIGNED_IN,
          PRIMARY_PASSWORD_GIVEN,
          SIGNED_OUT,
          PROFILE_OFFERED,
          PROFILE_DOWNLOADED,
          ACCOUNT_VIEWED ->
          Optional.empty();
    };
  }

  private static Refusal of(
      String what, InetSocketAddress client, Optional<Account> account, String reason) {
    InetAddress address = client.getAddress();
    return new Refusal(what, Source.of(address).text(), account.map(Account::id), reason);
  }
}
