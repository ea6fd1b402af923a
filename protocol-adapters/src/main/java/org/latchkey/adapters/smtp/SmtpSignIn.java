// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.smtp;

import io.netty.channel.ChannelHandler;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.latchkey.adapters.line.Frame;
import org.latchkey.adapters.line.Line;
import org.latchkey.adapters.line.LineFraming;
import org.latchkey.adapters.line.Sendable;
import org.latchkey.adapters.net.Connection;
import org.latchkey.adapters.net.Protection;
import org.latchkey.adapters.relay.Passage;
import org.latchkey.adapters.relay.UpstreamDialogue;
import org.latchkey.adapters.relay.UpstreamIdentity;
import org.latchkey.adapters.signin.SignInDialogue;
import org.latchkey.adapters.signin.SignInState.Waiting;
import org.latchkey.adapters.signin.Step;
import org.latchkey.core.account.Service;
import org.latchkey.core.session.LiveSession;
import org.latchkey.core.session.SignOutReason;

/** One connection's sign-in, as the {@link SmtpDialogue} has it. */
final class SmtpSignIn implements SignInDialogue {
  private final SmtpProtocol protocol;
  private final Connection connection;
  private final LineFraming framing;

  SmtpSignIn(SmtpProtocol protocol, Connection connection, LineFraming framing) {
    this.protocol = protocol;
    this.connection = connection;
    this.framing = framing;
  }

  @Override
  public Service service() {
    return Service.SMTP;
  }

  @Override
  public Step on(Waiting state, Line command, Protection protection) {
    SmtpCommand parsed = SmtpCommand.parse(command);
    if (parsed instanceof SmtpCommand.Bdat chunk) {
      framing.drop(chunk.size());
    }
    return protocol.dialogue().on(state, parsed, protection);
  }

  @Override
  public Step onDropped(Waiting state) {
    return protocol.dialogue().onDropped(state);
  }

  @Override
  public Sendable broken(Frame.Fault fault) {
    return SmtpReplies.broken(fault);
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
  public Passage passage(String upstreamWords, LiveSession session) {
    return new ReplyPassage(Set.copyOf(Arrays.asList(upstreamWords.split(" ", -1))));
  }

  @Override
  public Optional<ChannelHandler> withoutUpstream(LiveSession session) {
    return Optional.of(new SmtpSignedInHandler(protocol, connection, framing, session));
  }
}
