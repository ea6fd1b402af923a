// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.adminport;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.directory.server.ldap.LdapServer;
import org.apache.mina.core.filterchain.IoFilterAdapter;
import org.apache.mina.core.session.IoSession;

/** Closes connections on which nobody has bound in time, counted from their opening. */
final class BindDeadline extends IoFilterAdapter {
  private final LdapServer server;
  private final ScheduledExecutorService timer;
  private final Duration deadline;

  BindDeadline(LdapServer server, ScheduledExecutorService timer, Duration deadline) {
    this.server = server;
    this.timer = timer;
    this.deadline = deadline;
  }

  @Override
  public void sessionOpened(NextFilter next, IoSession session) {
    ScheduledFuture<?> end =
        timer.schedule(
            () -> {
              if (!GuardedCodec.isBound(server, session)) {
                session.closeNow();
              }
            },
            deadline.toMillis(),
            TimeUnit.MILLISECONDS);
    session.setAttribute(BindDeadline.class, end);
    next.sessionOpened(session);
  }

  @Override
  public void sessionClosed(NextFilter next, IoSession session) {
    if (session.removeAttribute(BindDeadline.class) instanceof ScheduledFuture<?> end) {
      end.cancel(false);
    }
    next.sessionClosed(session);
  }
}
