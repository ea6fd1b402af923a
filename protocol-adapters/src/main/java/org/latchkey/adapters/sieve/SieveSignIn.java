// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.sieve;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.latchkey.adapters.line.Frame;
import org.latchkey.adapters.line.Line;
import org.latchkey.adapters.line.Sendable;
import org.latchkey.adapters.net.Protection;
import org.latchkey.adapters.relay.Passage;
import org.latchkey.adapters.relay.UpstreamDialogue;
import org.latchkey.adapters.relay.UpstreamIdentity;
import org.latchkey.adapters.signin.SignInDialogue;
import org.latchkey.adapters.signin.SignInState;
import org.latchkey.adapters.signin.SignInState.Authenticating;
import org.latchkey.adapters.signin.SignInState.Waiting;
import org.latchkey.adapters.signin.Step;
import org.latchkey.core.account.Service;
import org.latchkey.core.session.LiveSession;
import org.latchkey.core.session.SignOutReason;

/** A connection's sign-in, as the {@link SieveDialogue} has it. */
final class SieveSignIn implements SignInDialogue {
  private final Supplier<Optional<List<String>>> offer;

  /**
   * @param offer what the upstreams can do; empty while none has said
   */
  SieveSignIn(Supplier<Optional<List<String>>> offer) {
    this.offer = offer;
  }

  @Override
  public Service service() {
    return Service.SIEVE;
  }

  @Override
  public Step on(Waiting state, Line command, Protection protection) {
    return SieveDialogue.on(state, SieveCommand.parse(command), protection, offer.get());
  }

  @Override
  public Step on(Authenticating state, Line response) {
    return SieveDialogue.on(state, response);
  }

  @Override
  public Step onLiteral(SignInState state, Frame literal) {
    return Step.end(SieveReplies.SYNCHRONISING);
  }

  @Override
  public Sendable broken(Frame.Fault fault) {
    return SieveReplies.broken(fault);
  }

  @Override
  public Optional<Sendable> encrypted() {
    return Optional.of(SieveReplies.capabilities(Protection.TLS, offer.get()));
  }

  @Override
  public Sendable injected() {
    return SieveReplies.INJECTED;
  }

  @Override
  public Sendable signedOut(SignOutReason reason) {
    return SieveReplies.signedOut(reason);
  }

  @Override
  public UpstreamDialogue toUpstream(UpstreamIdentity identity) {
    return SieveToUpstream.start(identity);
  }

  @Override
  public Passage passage(String upstreamWords, LiveSession session) {
    return new SievePassage();
  }
}
