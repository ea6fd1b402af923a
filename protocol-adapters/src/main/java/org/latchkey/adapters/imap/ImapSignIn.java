// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.imap;

import io.netty.channel.ChannelHandler;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.latchkey.adapters.line.CommandFraming;
import org.latchkey.adapters.line.Frame;
import org.latchkey.adapters.line.Line;
import org.latchkey.adapters.line.Reply;
import org.latchkey.adapters.line.Sendable;
import org.latchkey.adapters.net.Connection;
import org.latchkey.adapters.net.Protection;
import org.latchkey.adapters.relay.Passage;
import org.latchkey.adapters.relay.UpstreamDialogue;
import org.latchkey.adapters.relay.UpstreamIdentity;
import org.latchkey.adapters.signin.Action;
import org.latchkey.adapters.signin.SignInDialogue;
import org.latchkey.adapters.signin.SignInState;
import org.latchkey.adapters.signin.SignInState.Authenticating;
import org.latchkey.adapters.signin.SignInState.Waiting;
import org.latchkey.adapters.signin.Step;
import org.latchkey.core.account.Service;
import org.latchkey.core.session.LiveSession;
import org.latchkey.core.session.LiveSessions;
import org.latchkey.core.session.SignOutReason;

/** One connection's sign-in, as the {@link ImapDialogue} has it. */
final class ImapSignIn implements SignInDialogue {
  private static final Reply GO_ON = Reply.lines("+ Go on");
  private static final Reply INJECTED =
      Reply.lines("* BYE Nothing may follow STARTTLS before TLS is up");

  private final Supplier<Optional<List<String>>> offer;
  private final LiveSessions sessions;
  private final Connection connection;
  private final CommandFraming framing;

  /**
   * @param offer what the upstreams can do; empty while none has said
   */
  ImapSignIn(
      LiveSessions sessions,
      Connection connection,
      CommandFraming framing,
      Supplier<Optional<List<String>>> offer) {
    this.offer = offer;
    this.sessions = sessions;
    this.connection = connection;
    this.framing = framing;
  }

  @Override
  public Service service() {
    return Service.IMAP;
  }

  @Override
  public Step on(Waiting state, Line command, Protection protection) {
    return framed(ImapDialogue.on(state, ImapCommand.parse(command), protection, offer.get()));
  }

  @Override
  public Step on(Authenticating state, Line response) {
    return framed(SignInDialogue.super.on(state, response));
  }

  /** What answers a challenge is a line, and has no literals in it. */
  private Step framed(Step step) {
    framing.expectLiterals(!(step.next() instanceof Authenticating));
    return step;
  }

  @Override
  public Step onLiteral(SignInState state, Frame literal) {
    return literal instanceof Frame.LiteralTooLarge large && state instanceof Waiting now
        ? ImapDialogue.onTooLarge(now, large.command())
        : new Step(state, new Action.Say(GO_ON));
  }

  @Override
  public Sendable broken(Frame.Fault fault) {
    return Reply.lines("* BYE " + fault.words());
  }

  @Override
  public Sendable injected() {
    return INJECTED;
  }

  @Override
  public Sendable signedOut(SignOutReason reason) {
    return SignOutWords.of(reason);
  }

  @Override
  public UpstreamDialogue toUpstream(UpstreamIdentity identity) {
    return ImapToUpstream.start(identity);
  }

  @Override
  public Passage passage(String upstreamWords, LiveSession session) {
    return new ImapPassage(session);
  }

  @Override
  public Optional<ChannelHandler> withoutUpstream(LiveSession session) {
    return Optional.of(new ImapSignedInHandler(sessions, connection, framing, session));
  }
}
