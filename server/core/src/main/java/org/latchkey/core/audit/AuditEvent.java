// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.audit;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Optional;
import org.latchkey.core.account.Account;
import org.latchkey.core.account.Service;
import org.latchkey.core.directory.DirectoryChange;
import org.latchkey.core.session.LiveSession;
import org.latchkey.core.session.SignOutReason;
import org.latchkey.core.signin.SignInOutcome;
import org.latchkey.core.signin.SignInRequest;
import org.latchkey.core.upstream.UpstreamFailure;

/** Something the audit log tells of. */
public sealed interface AuditEvent {
  /**
   * A sign-in was decided.
   *
   * @param account whose it was, where the name is somebody's
   * @param detail more for the log, such as the label of a revoked app password; may be empty
   * @param nanos how long the decision took, the holding back of a refusal left out
   */
  record SignInDecided(
      SignInRequest request,
      Optional<Account> account,
      SignInOutcome outcome,
      String detail,
      long nanos)
      implements AuditEvent {

    /** What it was for: of several services, the one that its app password is good for. */
    public Service service() {
      return outcome instanceof SignInOutcome.Granted granted
          ? request.fitting(granted.session().appPassword()).orElseGet(request::service)
          : request.service();
    }
  }

  /** The server ended a session. */
  record SignedOut(LiveSession session, SignOutReason reason) implements AuditEvent {}

  /** The client ended its session. */
  record SessionClosed(LiveSession session) implements AuditEvent {}

  /**
   * A session that was granted found its upstream unable to serve it.
   *
   * @param upstream where that is, host and port
   * @param detail what is known more, an upstream's own words among it; may be empty
   */
  record UpstreamFailed(LiveSession session, String upstream, UpstreamFailure reason, String detail)
      implements AuditEvent {}

  /**
   * Somebody did something in the portal, or was kept from it. What changes the directory is told
   * by {@link Changed} as well.
   *
   * @param account whose it was, where that is known; the admin's who looked at another
   * @param name what was typed at a sign-in; empty otherwise
   * @param detail more for the log, never a secret; of a profile, the label of its app password; of
   *     an account that an admin looked at, its DN; may be empty
   */
  record PortalEvent(
      PortalAct act,
      Optional<Account> account,
      String name,
      InetSocketAddress client,
      String detail)
      implements AuditEvent {}

  /** The directory accepted a change. */
  record Changed(DirectoryChange change) implements AuditEvent {}

  /**
   * The directory accepted a change of an entry that is neither an account nor an app password: a
   * group, an organizational unit.
   *
   * @param dn its DN after the change
   * @param by the DN of who changed it
   */
  record EntryChanged(EntryAct act, String dn, String by) implements AuditEvent {}

  /**
   * Refusals that were like others, and were counted in place of being told one by one.
   *
   * @param count how many, those that were told one by one left out
   * @param since when the first of those that are counted came
   */
  record RefusalsSummed(Refusal refusal, long count, Instant since) implements AuditEvent {}

  /**
   * Somebody seems to try passwords out on many accounts, or from many places.
   *
   * @param account whose name it is that is tried, where it is one and somebody's
   * @param name the same as it was typed; empty where many are tried
   * @param client where the attempt came from that raised it
   */
  record SprayingSeen(
      SprayKind kind, Optional<Account> account, String name, InetSocketAddress client)
      implements AuditEvent {}

  /**
   * Whether it tells of a change or of what somebody who is signed in did, and not of sign-ins: it
   * is kept apart from what strangers can bring about.
   */
  default boolean isOfChanges() {
    return switch (this) {
      case Changed changed -> true;
      case EntryChanged changed -> true;
      case SprayingSeen seen -> true; // few, however much is tried
      case PortalEvent portal -> portal.act().origin() == Origin.OWNER;
      case SignInDecided decided -> false;
      case SignedOut out -> false;
      case SessionClosed closed -> false;
      case UpstreamFailed failed -> false;
      case RefusalsSummed summed -> false;
    };
  }
}
