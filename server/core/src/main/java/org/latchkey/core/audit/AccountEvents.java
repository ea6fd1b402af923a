// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.audit;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Optional;
import org.latchkey.core.account.AccountId;
import org.latchkey.core.directory.ChangeKind;
import org.latchkey.core.session.LiveSession;
import org.latchkey.core.session.SignOutReason;
import org.latchkey.core.signin.SignInOutcome;

/** What an event of the audit is to the account that it happened to. */
final class AccountEvents {
  private AccountEvents() {}

  /** An event and whose it is. */
  record Noted(AccountId account, AccountEvent event) {}

  /** Empty where it is nobody's, or nothing that its owner would look for. */
  static Optional<Noted> of(AuditEvent event, Instant now) {
    return switch (event) {
      case AuditEvent.SignInDecided decided ->
          decided
              .account()
              .flatMap(account -> signIn(decided, now).map(each -> new Noted(account.id(), each)));
      case AuditEvent.SignedOut out -> signOut(out, now);
      case AuditEvent.PortalEvent portal ->
          portal
              .account()
              .filter(account -> portal.act() != PortalAct.ACCOUNT_VIEWED)
              .map(account -> new Noted(account.id(), portal(portal, now)));
      case AuditEvent.Changed changed ->
          changed.change().now().map(account -> new Noted(account.id(), change(changed, now)));
      case AuditEvent.SessionClosed closed -> Optional.empty();
      case AuditEvent.UpstreamFailed failed -> Optional.empty();
      case AuditEvent.EntryChanged changed -> Optional.empty();
      case AuditEvent.RefusalsSummed summed -> Optional.empty();
      case AuditEvent.SprayingSeen seen -> Optional.empty();
    };
  }

  private static Optional<AccountEvent> signIn(AuditEvent.SignInDecided decided, Instant now) {
    return switch (decided.outcome()) {
      case SignInOutcome.Granted granted ->
          Optional.of(
              signIn(decided, now, AccountEvent.GRANTED, granted.session().appPassword().label()));
      case SignInOutcome.Denied denied ->
          Optional.of(signIn(decided, now, denied.reason().id(), decided.detail()));
      case SignInOutcome.TryLater later -> Optional.empty();
    };
  }

  private static AccountEvent signIn(
      AuditEvent.SignInDecided decided, Instant now, String what, String label) {
    return new AccountEvent(
        now,
        AccountEvent.Kind.SIGN_IN,
        what,
        decided.service().id(),
        address(decided.request().client()),
        decided.request().clientName(),
        label,
        "");
  }

  /** A server that stops says nothing about the account. */
  private static Optional<Noted> signOut(AuditEvent.SignedOut out, Instant now) {
    if (out.reason() == SignOutReason.SERVER_STOPPING) {
      return Optional.empty();
    }
    LiveSession session = out.session();
    return Optional.of(
        new Noted(
            session.account(),
            new AccountEvent(
                now,
                AccountEvent.Kind.SIGN_OUT,
                out.reason().id(),
                session.service().id(),
                address(session.client()),
                session.clientName(),
                session.appPassword().label(),
                "")));
  }

  private static AccountEvent portal(AuditEvent.PortalEvent portal, Instant now) {
    String label =
        switch (portal.act()) {
          case PROFILE_OFFERED, PROFILE_DOWNLOADED -> portal.detail();
          case SIGNED_IN, SECOND_FACTOR_REFUSED, SECOND_FACTOR_THROTTLED ->
              AccountEvent.MEANS.contains(portal.detail()) ? portal.detail() : "";
          case PRIMARY_PASSWORD_GIVEN,
              SIGN_IN_REFUSED,
              SIGN_IN_DELAYED,
              SIGNED_OUT,
              REQUEST_REFUSED,
              ACCOUNT_VIEWED,
              LINK_REFUSED ->
              "";
        };
    return new AccountEvent(
        now,
        AccountEvent.Kind.PORTAL,
        portal.act().id(),
        "",
        address(portal.client()),
        "",
        label,
        "");
  }

  private static AccountEvent change(AuditEvent.Changed changed, Instant now) {
    ChangeKind kind = changed.change().kind();
    String label = kind.isOfOneAppPassword() ? LeadingValue.of(changed.change().target()) : "";
    return new AccountEvent(
        now, AccountEvent.Kind.CHANGE, kind.id(), "", "", "", label, changed.change().by());
  }

  private static String address(InetSocketAddress client) {
    return client.getAddress().getHostAddress();
  }
}
