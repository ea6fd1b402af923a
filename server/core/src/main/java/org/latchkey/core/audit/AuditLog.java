// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.audit;

import org.latchkey.core.account.Account;
import org.latchkey.core.session.LiveSession;
import org.latchkey.core.signin.SignInOutcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes one line of {@code key=value} for each event, and never a secret. */
public final class AuditLog implements Audit {
  private static final Logger log = LoggerFactory.getLogger("latchkey.audit");

  @Override
  public void record(AuditEvent event) {
    if (event instanceof AuditEvent.UpstreamFailed) {
      log.warn("{}", line(event));
    } else if (log.isInfoEnabled()) {
      log.info("{}", line(event));
    }
  }

  /** The line of an event. */
  static String line(AuditEvent event) {
    return switch (event) {
      case AuditEvent.SignInDecided decided -> signIn(decided);
      case AuditEvent.SignedOut out ->
          session(new LogLine("sign-out"), out.session())
              .with("reason", out.reason().id())
              .toString();
      case AuditEvent.SessionClosed closed ->
          session(new LogLine("session-closed"), closed.session()).toString();
      case AuditEvent.UpstreamFailed failed ->
          session(new LogLine("upstream-failed"), failed.session())
              .quoted("upstream", failed.upstream())
              .with("reason", failed.reason().id())
              .quoted("detail", failed.detail())
              .toString();
      case AuditEvent.PortalEvent portal -> portal(portal);
      case AuditEvent.Changed changed ->
          new LogLine("change")
              .with("what", changed.change().what())
              .with("account", changed.change().account())
              .quoted("dn", changed.change().target())
              .quoted("by", changed.change().by())
              .toString();
    };
  }

  private static String signIn(AuditEvent.SignInDecided decided) {
    LogLine line =
        new LogLine("sign-in")
            .with("service", decided.service().id())
            .with("client", LogLine.address(decided.request().client()))
            .quoted("user", shown(decided.request().name()));
    decided.account().map(Account::id).ifPresent(id -> line.with("account", id));
    switch (decided.outcome()) {
      case SignInOutcome.Granted granted ->
          line.with("outcome", "granted")
              .with("app-password", granted.session().appPassword().id())
              .with("session", granted.session().id());
      case SignInOutcome.Denied denied ->
          line.with("outcome", "denied").with("reason", denied.reason().id());
      case SignInOutcome.TryLater later ->
          line.with("outcome", "try-later").quoted("reason", later.why());
    }
    if (!decided.detail().isEmpty()) {
      line.quoted("detail", decided.detail());
    }
    return line.with("us", decided.nanos() / 1000).toString();
  }

  private static String portal(AuditEvent.PortalEvent portal) {
    LogLine line =
        new LogLine("portal")
            .with("act", portal.act().id())
            .with("client", LogLine.address(portal.client()));
    if (!portal.name().isEmpty()) {
      line.quoted("user", shown(portal.name()));
    }
    portal.account().map(Account::id).ifPresent(id -> line.with("account", id));
    if (!portal.detail().isEmpty()) {
      line.quoted("detail", portal.detail());
    }
    return line.toString();
  }

  /** No name has a NUL; behind one stands a secret when a client takes LOGIN for PLAIN. */
  private static String shown(String name) {
    int nul = name.indexOf('\0');
    return nul < 0 ? name : name.substring(0, nul + 1);
  }

  private static LogLine session(LogLine line, LiveSession session) {
    line.with("service", session.service().id())
        .with("client", LogLine.address(session.client()))
        .with("account", session.account())
        .with("app-password", session.appPassword().id())
        .with("session", session.id());
    return session.clientName().isEmpty() ? line : line.quoted("client-name", session.clientName());
  }
}
