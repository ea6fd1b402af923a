// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.smtp;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.util.Optional;
import org.latchkey.adapters.line.Frame;
import org.latchkey.adapters.line.FrameDecoder;
import org.latchkey.adapters.line.Line;
import org.latchkey.adapters.line.Reply;
import org.latchkey.adapters.net.Connection;
import org.latchkey.adapters.smtp.SmtpState.Authenticating;
import org.latchkey.adapters.smtp.SmtpState.Over;
import org.latchkey.adapters.smtp.SmtpState.SigningIn;
import org.latchkey.adapters.smtp.SmtpState.Waiting;
import org.latchkey.core.account.Service;
import org.latchkey.core.sasl.SaslExchange;
import org.latchkey.core.session.SignOutReason;
import org.latchkey.core.signin.SignInOutcome;
import org.latchkey.core.signin.SignInRequest;

/**
 * Leads the {@link SmtpDialogue} of one connection until it has signed in, and leaves the pipeline
 * to {@link SmtpSignedInHandler} then. Its fields belong to the event loop.
 */
final class SmtpSignInHandler extends ChannelInboundHandlerAdapter {
  private final SmtpProtocol protocol;
  private final Connection connection;
  private final FrameDecoder decoder;
  private SmtpState state = Waiting.FRESH;

  SmtpSignInHandler(SmtpProtocol protocol, Connection connection, FrameDecoder decoder) {
    this.protocol = protocol;
    this.connection = connection;
    this.decoder = decoder;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    switch ((Frame) message) {
      case Line line -> {
        received(ctx, line);
        line.wipe();
      }
      case Frame.Broken broken -> end(SmtpProtocol.broken(broken.fault().words()));
      case Frame.LiteralAwaited _, Frame.LiteralTooLarge _ ->
          throw new IllegalStateException("there are no literals in SMTP");
    }
  }

  private void received(ChannelHandlerContext ctx, Line line) {
    switch (state) {
      case Waiting now ->
          take(ctx, protocol.dialogue().on(now, SmtpCommand.parse(line), connection.protection()));
      case Authenticating now -> take(ctx, SmtpDialogue.on(now, line));
      case SigningIn now -> throw new IllegalStateException("a line in mid-sign-in");
      case Over over -> {}
    }
  }

  private void take(ChannelHandlerContext ctx, Step step) {
    state = step.next();
    switch (step.action()) {
      case Step.Say say -> say(say.reply());
      case Step.End end -> end(end.reply());
      case Step.BeginTls begin -> {
        if (!connection.startTls(begin.reply().in(ctx.alloc()), decoder.waitingBytes())) {
          end(SmtpReplies.INJECTED);
        }
      }
      case Step.Check check -> check(ctx, check.credentials());
      case Step.Enter enter -> enter(ctx, enter);
    }
  }

  private void say(Reply reply) {
    connection.write(reply.in(connection.channel().alloc()));
  }

  private void end(Reply reply) {
    connection.end(reply.in(connection.channel().alloc()));
  }

  private void check(ChannelHandlerContext ctx, SaslExchange.Credentials credentials) {
    String clientName = state instanceof SigningIn now ? now.before().clientName() : "";
    decoder.pause();
    connection.attempt(
        protocol.signIn(),
        new SignInRequest(
            Service.SMTP,
            credentials.authenticationIdentity(),
            credentials.secret(),
            connection.client(),
            clientName,
            System.nanoTime(),
            connection.signOutListener(),
            Optional.empty()),
        outcome -> decided(ctx, outcome));
  }

  private void decided(ChannelHandlerContext ctx, SignInOutcome outcome) {
    if (connection.ended() || !ctx.channel().isActive()) {
      if (outcome instanceof SignInOutcome.Granted granted) {
        protocol.sessions().close(granted.session());
      }
      return;
    }
    if (state instanceof SigningIn now) {
      take(ctx, SmtpDialogue.on(now, outcome));
    }
    decoder.resume();
  }

  /** The seam where an upstream will come in: all that was the sign-in's is left behind here. */
  private void enter(ChannelHandlerContext ctx, Step.Enter enter) {
    connection.signedIn();
    ctx.pipeline()
        .replace(this, null, new SmtpSignedInHandler(protocol, connection, enter.session()));
    say(enter.reply());
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    switch (event) {
      case SignOutReason reason -> end(SmtpReplies.signedOut(reason));
      case SslHandshakeCompletionEvent up -> state = Waiting.FRESH;
      default -> {}
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    connection.failed(cause);
  }
}
