// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.signin;

import io.netty.channel.ChannelHandler;
import java.util.Optional;
import org.latchkey.adapters.line.Frame;
import org.latchkey.adapters.line.Sendable;
import org.latchkey.adapters.net.Protection;
import org.latchkey.adapters.relay.Passage;
import org.latchkey.adapters.relay.UpstreamDialogue;
import org.latchkey.adapters.relay.UpstreamIdentity;
import org.latchkey.core.account.Service;
import org.latchkey.core.session.LiveSession;
import org.latchkey.core.session.SignOutReason;
import org.latchkey.core.signin.SignInOutcome;

/**
 * A protocol's side of one connection's sign-in: it keeps the state, and says what is to be done.
 * Belongs to the connection's event loop.
 */
public interface SignInDialogue {
  /** What the client signs in for. */
  Service service();

  /** What the client calls itself; empty when it hasn't said. */
  String clientName();

  /** A frame comes in, for the caller to wipe; never while credentials are being checked. */
  Action on(Frame frame, Protection protection);

  /**
   * The sign-in is decided.
   *
   * @param upstreamWords what the upstream said of itself, where one has taken the connection over
   */
  Action on(SignInOutcome outcome, Optional<String> upstreamWords);

  /** TLS is up: all that was said before is forgotten. */
  void forget();

  /** The last words to somebody who put octets behind the command that begins TLS. */
  Sendable injected();

  /** The last words when the session ends before its upstream has it. */
  Sendable signedOut(SignOutReason reason);

  /** How an upstream is told. */
  UpstreamDialogue toUpstream(UpstreamIdentity identity);

  /** How its words pass to the client. */
  Passage passage();

  /** What answers a client where no upstream is known; it closes the session in the end. */
  ChannelHandler withoutUpstream(LiveSession session);
}
