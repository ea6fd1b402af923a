// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.signin;

import java.time.Instant;
import java.util.Optional;
import org.latchkey.core.account.Account;
import org.latchkey.core.account.Service;
import org.latchkey.core.password.AppPassword;
import org.latchkey.core.password.AppPasswordFormat;
import org.latchkey.core.password.LastUses;
import org.latchkey.core.password.Peppers;
import org.latchkey.core.password.Secret;
import org.latchkey.core.password.Tag;
import org.latchkey.core.password.Tombstone;

/** What a sign-in against one snapshot of its account comes to, before any session is opened. */
sealed interface Decision {
  /**
   * The app password is good.
   *
   * @param service what it is good for, of what was asked
   * @param renewedTag its tag under the current pepper, where the stored one is under an older
   */
  record Good(AppPassword appPassword, Service service, Optional<Tag> renewedTag)
      implements Decision {}

  /**
   * It isn't.
   *
   * @param detail for the log; may be empty
   */
  record Bad(DenialReason reason, String detail) implements Decision {}

  /**
   * Decides. Pure but for the secret, which is read.
   *
   * @param account empty when the name is nobody's
   */
  static Decision on(
      SignInRequest request,
      Optional<Account> account,
      Peppers peppers,
      LastUses lastUses,
      Instant now) {
    Optional<Secret> canonical = AppPasswordFormat.canonical(request.secret());
    if (canonical.isEmpty()) {
      return new Bad(DenialReason.NOT_AN_APP_PASSWORD, "");
    }
    try (Secret secret = canonical.get()) {
      if (account.isEmpty()) {
        return new Bad(DenialReason.UNKNOWN_ACCOUNT, "");
      }
      Peppers.Check check = peppers.check(account.get().id(), secret);
      for (AppPassword each : account.get().appPasswords()) {
        if (each.tag().isPresent() && check.matches(each.tag().get())) {
          return onMatch(request, account.get(), each, now, lastUses)
              .<Decision>map(reason -> new Bad(reason, each.label()))
              .orElseGet(() -> good(request, account.get(), each, secret, peppers));
        }
      }
      for (Tombstone each : account.get().tombstones()) {
        if (check.matches(each.tag())) {
          return new Bad(DenialReason.REVOKED, each.label());
        }
      }
      return new Bad(DenialReason.WRONG_PASSWORD, "");
    }
  }

  private static Good good(
      SignInRequest request, Account account, AppPassword match, Secret secret, Peppers peppers) {
    Service service = request.fitting(match).orElseThrow();
    return new Good(match, service, renewed(account, match, secret, peppers));
  }

  private static Optional<DenialReason> onMatch(
      SignInRequest request, Account account, AppPassword match, Instant now, LastUses lastUses) {
    if (account.disabled()) {
      return Optional.of(DenialReason.ACCOUNT_DISABLED);
    }
    if (match.isExpired(now)) {
      return Optional.of(DenialReason.EXPIRED);
    }
    if (match.isIdleTooLong(now, lastUses.seen(match.id()))) {
      return Optional.of(DenialReason.IDLE_TOO_LONG);
    }
    if (request.fitting(match).isEmpty()) {
      return Optional.of(DenialReason.WRONG_SERVICE);
    }
    if (request.fitting(match).orElseThrow() == Service.ADMIN && !account.admin()) {
      return Optional.of(DenialReason.NOT_AN_ADMIN);
    }
    return match.allows(request.client().getAddress())
        ? Optional.empty()
        : Optional.of(DenialReason.WRONG_NETWORK);
  }

  private static Optional<Tag> renewed(
      Account account, AppPassword match, Secret secret, Peppers peppers) {
    boolean current = match.tag().orElseThrow().kid().equals(peppers.currentKid());
    return current ? Optional.empty() : Optional.of(peppers.tag(account.id(), secret));
  }
}
