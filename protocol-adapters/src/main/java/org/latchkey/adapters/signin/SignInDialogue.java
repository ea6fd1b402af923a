// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.signin;

import io.netty.channel.ChannelHandler;
import java.util.Optional;
import org.latchkey.adapters.line.Frame;
import org.latchkey.adapters.line.Line;
import org.latchkey.adapters.line.Sendable;
import org.latchkey.adapters.net.Protection;
import org.latchkey.adapters.relay.Passage;
import org.latchkey.adapters.relay.UpstreamDialogue;
import org.latchkey.adapters.relay.UpstreamIdentity;
import org.latchkey.adapters.signin.SignInState.Authenticating;
import org.latchkey.adapters.signin.SignInState.Waiting;
import org.latchkey.core.account.Service;
import org.latchkey.core.session.LiveSession;
import org.latchkey.core.session.SignOutReason;

/**
 * A protocol's side of one connection's sign-in: what each event leads to. Belongs to the
 * connection's event loop.
 */
public interface SignInDialogue {
  /** What the client signs in for. */
  Service service();

  /** A command comes in, for the caller to wipe. */
  Step on(Waiting state, Line command, Protection protection);

  /** What answers a challenge comes in, for the caller to wipe. */
  default Step on(Authenticating state, Line response) {
    return SignInSteps.respond(state, response);
  }

  /**
   * A literal is announced whose octets aren't there yet.
   *
   * @param literal a {@link Frame.LiteralAwaited} or a {@link Frame.LiteralTooLarge}
   */
  default Step onLiteral(SignInState state, Frame literal) {
    throw new IllegalStateException("there are no literals in this protocol");
  }

  /** What the last command wanted dropped has come in. */
  default Step onDropped(Waiting state) {
    throw new IllegalStateException("nothing is dropped in this protocol");
  }

  /** The last words to a client whose octets make no frames. */
  Sendable broken(Frame.Fault fault);

  /** What is said first under the TLS that the client began; empty where the client speaks. */
  default Optional<Sendable> encrypted() {
    return Optional.empty();
  }

  /** The last words to somebody who put octets behind the command that begins TLS. */
  Sendable injected();

  /** The last words when the session ends before its upstream has it. */
  Sendable signedOut(SignOutReason reason);

  /** How an upstream is told. */
  UpstreamDialogue toUpstream(UpstreamIdentity identity);

  /**
   * How its words and the client's pass to each other.
   *
   * @param upstreamWords what the upstream said of itself when it took the connection over
   * @param session takes the name that the client may say by and by
   */
  Passage passage(String upstreamWords, LiveSession session);

  /**
   * What answers a client where no upstream is known; it closes the session in the end. Empty where
   * nothing can, and the client is told to try later.
   */
  default Optional<ChannelHandler> withoutUpstream(LiveSession session) {
    return Optional.empty();
  }
}
