// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.imap;

import io.netty.channel.ChannelHandler;
import java.util.Optional;
import org.latchkey.adapters.imap.ImapState.Authenticating;
import org.latchkey.adapters.imap.ImapState.NotAuthenticated;
import org.latchkey.adapters.imap.ImapState.Over;
import org.latchkey.adapters.imap.ImapState.SigningIn;
import org.latchkey.adapters.line.CommandFraming;
import org.latchkey.adapters.line.Frame;
import org.latchkey.adapters.line.Line;
import org.latchkey.adapters.line.Reply;
import org.latchkey.adapters.line.Sendable;
import org.latchkey.adapters.net.Connection;
import org.latchkey.adapters.net.Protection;
import org.latchkey.adapters.relay.LiteralPassage;
import org.latchkey.adapters.relay.Passage;
import org.latchkey.adapters.relay.UpstreamDialogue;
import org.latchkey.adapters.relay.UpstreamIdentity;
import org.latchkey.adapters.signin.Action;
import org.latchkey.adapters.signin.SignInDialogue;
import org.latchkey.core.account.Service;
import org.latchkey.core.session.LiveSession;
import org.latchkey.core.session.LiveSessions;
import org.latchkey.core.session.SignOutReason;
import org.latchkey.core.signin.SignInOutcome;

/** Keeps one connection's place in the {@link ImapDialogue}. */
final class ImapSignIn implements SignInDialogue {
  private static final Reply GO_ON = Reply.lines("+ Go on");
  private static final Reply INJECTED =
      Reply.lines("* BYE Nothing may follow STARTTLS before TLS is up");

  private final LiveSessions sessions;
  private final Connection connection;
  private final CommandFraming framing;
  private ImapState state = NotAuthenticated.FRESH;

  ImapSignIn(LiveSessions sessions, Connection connection, CommandFraming framing) {
    this.sessions = sessions;
    this.connection = connection;
    this.framing = framing;
  }

  @Override
  public Service service() {
    return Service.IMAP;
  }

  @Override
  public String clientName() {
    return state instanceof SigningIn now ? now.before().clientName() : "";
  }

  @Override
  public Action on(Frame frame, Protection protection) {
    return switch (frame) {
      case Line line -> on(line, protection);
      case Frame.LiteralAwaited go -> new Action.Say(GO_ON);
      case Frame.LiteralTooLarge large ->
          state instanceof NotAuthenticated now
              ? take(ImapDialogue.onTooLarge(now, ImapCommand.tagOf(large.command())))
              : new Action.Ignore();
      case Frame.Broken broken -> new Action.End(Reply.lines("* BYE " + broken.fault().words()));
    };
  }

  private Action on(Line line, Protection protection) {
    return switch (state) {
      case NotAuthenticated now -> take(ImapDialogue.on(now, ImapCommand.parse(line), protection));
      case Authenticating now -> take(ImapDialogue.on(now, line));
      case SigningIn now -> throw new IllegalStateException("a line in mid-sign-in");
      case Over over -> new Action.Ignore();
    };
  }

  @Override
  public Action on(SignInOutcome outcome, Optional<String> upstreamWords) {
    return state instanceof SigningIn now
        ? take(ImapDialogue.on(now, outcome, upstreamWords))
        : new Action.Ignore();
  }

  private Action take(Step step) {
    state = step.next();
    framing.expectLiterals(!(state instanceof Authenticating));
    return step.action();
  }

  @Override
  public void forget() {
    state = NotAuthenticated.FRESH;
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
  public Passage passage() {
    return new LiteralPassage(SignOutWords::of);
  }

  @Override
  public ChannelHandler withoutUpstream(LiveSession session) {
    return new ImapSignedInHandler(sessions, connection, framing, session);
  }
}
