// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.adminport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.apache.directory.server.ldap.LdapServer;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.filterchain.IoFilterAdapter;
import org.apache.mina.core.session.AttributeKey;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.core.write.WriteRequest;
import org.latchkey.core.throttle.PendingMemory;
import org.latchkey.core.throttle.Throttle.Source;

/**
 * Counts what each connection holds among the memory before sign-in, from its opening until
 * somebody has bound on it: its own cost, and what it has sent since it was answered last.
 */
final class PendingFilter extends IoFilterAdapter {
  /** A session of MINA with its buffers, and ApacheDS's beside. */
  private static final int CLEAR_BYTES = 16 * 1024;

  /** What a TLS engine of the JDK adds. */
  private static final int TLS_BYTES = 64 * 1024;

  private static final AttributeKey HELD = new AttributeKey(PendingFilter.class, "held");

  private final LdapServer server;
  private final PendingMemory memory;

  PendingFilter(LdapServer server, PendingMemory memory) {
    this.server = server;
    this.memory = memory;
  }

  /** What one connection holds. */
  private static final class Held {
    private final PendingMemory.Share share;
    private int unanswered;

    Held(PendingMemory.Share share) {
      this.share = share;
    }

    synchronized void more(int bytes, boolean tls) {
      unanswered += bytes;
      share.hold(CLEAR_BYTES + (tls ? TLS_BYTES : 0) + unanswered);
    }

    synchronized void answered() {
      share.hold(share.held() - unanswered);
      unanswered = 0;
    }
  }

  @Override
  public void sessionCreated(NextFilter next, IoSession session) {
    InetAddress client =
        session.getRemoteAddress() instanceof InetSocketAddress remote
            ? remote.getAddress()
            : InetAddress.getLoopbackAddress();
    session.setAttribute(
        HELD, new Held(memory.open(Source.of(client), session::closeNow, CLEAR_BYTES)));
    next.sessionCreated(session);
  }

  @Override
  public void messageReceived(NextFilter next, IoSession session, Object message) {
    if (message instanceof IoBuffer octets) {
      int bytes = octets.remaining();
      held(session)
          .ifPresent(
              held -> held.more(bytes, session.getFilterChain().contains(TlsOnConnect.SSL_FILTER)));
    }
    next.messageReceived(session, message);
  }

  @Override
  public void messageSent(NextFilter next, IoSession session, WriteRequest request) {
    held(session).ifPresent(Held::answered);
    next.messageSent(session, request);
  }

  @Override
  public void sessionClosed(NextFilter next, IoSession session) {
    forget(session);
    next.sessionClosed(session);
  }

  private Optional<Held> held(IoSession session) {
    if (!(session.getAttribute(HELD) instanceof Held held)) {
      return Optional.empty();
    }
    if (GuardedCodec.isBound(server, session)) {
      forget(session);
      return Optional.empty();
    }
    return Optional.of(held);
  }

  private static void forget(IoSession session) {
    if (session.removeAttribute(HELD) instanceof Held held) {
      held.share.close();
    }
  }
}
