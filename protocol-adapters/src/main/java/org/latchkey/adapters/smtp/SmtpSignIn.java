// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.smtp;

import io.netty.channel.ChannelHandler;
import java.util.Optional;
import org.latchkey.adapters.line.Frame;
import org.latchkey.adapters.line.Line;
import org.latchkey.adapters.line.Sendable;
import org.latchkey.adapters.net.Connection;
import org.latchkey.adapters.net.Protection;
import org.latchkey.adapters.relay.Passage;
import org.latchkey.adapters.relay.UpstreamDialogue;
import org.latchkey.adapters.relay.UpstreamIdentity;
import org.latchkey.adapters.signin.Action;
import org.latchkey.adapters.signin.SignInDialogue;
import org.latchkey.adapters.smtp.SmtpState.Authenticating;
import org.latchkey.adapters.smtp.SmtpState.Over;
import org.latchkey.adapters.smtp.SmtpState.SigningIn;
import org.latchkey.adapters.smtp.SmtpState.Waiting;
import org.latchkey.core.account.Service;
import org.latchkey.core.session.LiveSession;
import org.latchkey.core.session.SignOutReason;
import org.latchkey.core.signin.SignInOutcome;

/** Keeps one connection's place in the {@link SmtpDialogue}. */
final class SmtpSignIn implements SignInDialogue {
  private final SmtpProtocol protocol;
  private final Connection connection;
  private SmtpState state = Waiting.FRESH;

  SmtpSignIn(SmtpProtocol protocol, Connection connection) {
    this.protocol = protocol;
    this.connection = connection;
  }

  @Override
  public Service service() {
    return Service.SMTP;
  }

  @Override
  public String clientName() {
    return state instanceof SigningIn now ? now.before().clientName() : "";
  }

  @Override
  public Action on(Frame frame, Protection protection) {
    return switch (frame) {
      case Line line -> on(line, protection);
      case Frame.Broken broken -> new Action.End(SmtpProtocol.broken(broken.fault().words()));
      case Frame.LiteralAwaited _, Frame.LiteralTooLarge _ ->
          throw new IllegalStateException("there are no literals in SMTP");
    };
  }

  private Action on(Line line, Protection protection) {
    return switch (state) {
      case Waiting now -> take(protocol.dialogue().on(now, SmtpCommand.parse(line), protection));
      case Authenticating now -> take(SmtpDialogue.on(now, line));
      case SigningIn now -> throw new IllegalStateException("a line in mid-sign-in");
      case Over over -> new Action.Ignore();
    };
  }

  @Override
  public Action on(SignInOutcome outcome, Optional<String> upstreamWords) {
    return state instanceof SigningIn now
        ? take(SmtpDialogue.on(now, outcome))
        : new Action.Ignore();
  }

  private Action take(Step step) {
    state = step.next();
    return step.action();
  }

  @Override
  public void forget() {
    state = Waiting.FRESH;
  }

  @Override
  public Sendable injected() {
    return SmtpReplies.INJECTED;
  }

  @Override
  public Sendable signedOut(SignOutReason reason) {
    return SmtpReplies.signedOut(reason);
  }

  @Override
  public UpstreamDialogue toUpstream(UpstreamIdentity identity) {
    return SmtpToUpstream.start(identity, protocol.hostName());
  }

  @Override
  public Passage passage() {
    return new ReplyPassage();
  }

  @Override
  public ChannelHandler withoutUpstream(LiveSession session) {
    return new SmtpSignedInHandler(protocol, connection, session);
  }
}
