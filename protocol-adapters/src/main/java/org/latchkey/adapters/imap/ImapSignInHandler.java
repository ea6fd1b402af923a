// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.imap;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.util.Optional;
import org.latchkey.adapters.imap.ImapState.Authenticating;
import org.latchkey.adapters.imap.ImapState.NotAuthenticated;
import org.latchkey.adapters.imap.ImapState.Over;
import org.latchkey.adapters.imap.ImapState.SigningIn;
import org.latchkey.adapters.line.CommandFraming;
import org.latchkey.adapters.line.Frame;
import org.latchkey.adapters.line.FrameDecoder;
import org.latchkey.adapters.line.Line;
import org.latchkey.adapters.line.Reply;
import org.latchkey.adapters.net.Connection;
import org.latchkey.core.account.Service;
import org.latchkey.core.sasl.SaslExchange;
import org.latchkey.core.session.SignOutReason;
import org.latchkey.core.signin.SignInOutcome;
import org.latchkey.core.signin.SignInRequest;

/**
 * Leads the {@link ImapDialogue} of one connection until it has signed in, and leaves the pipeline
 * to {@link ImapSignedInHandler} then. Its fields belong to the event loop.
 */
final class ImapSignInHandler extends ChannelInboundHandlerAdapter {
  private static final Reply GO_ON = Reply.lines("+ Go on");
  private static final Reply INJECTED =
      Reply.lines("* BYE Nothing may follow STARTTLS before TLS is up");

  private final ImapProtocol protocol;
  private final Connection connection;
  private final FrameDecoder decoder;
  private final CommandFraming framing;
  private ImapState state = NotAuthenticated.FRESH;

  ImapSignInHandler(
      ImapProtocol protocol, Connection connection, FrameDecoder decoder, CommandFraming framing) {
    this.protocol = protocol;
    this.connection = connection;
    this.decoder = decoder;
    this.framing = framing;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    switch ((Frame) message) {
      case Line line -> {
        received(ctx, line);
        line.wipe();
      }
      case Frame.LiteralAwaited go -> connection.write(GO_ON.in(ctx.alloc()));
      case Frame.LiteralTooLarge large -> {
        if (state instanceof NotAuthenticated now) {
          take(ctx, ImapDialogue.onTooLarge(now, ImapCommand.tagOf(large.command())));
        }
      }
      case Frame.Broken broken ->
          connection.end(Reply.lines("* BYE " + broken.fault().words()).in(ctx.alloc()));
    }
  }

  private void received(ChannelHandlerContext ctx, Line line) {
    switch (state) {
      case NotAuthenticated now ->
          take(ctx, ImapDialogue.on(now, ImapCommand.parse(line), connection.protection()));
      case Authenticating now -> take(ctx, ImapDialogue.on(now, line));
      case SigningIn now -> throw new IllegalStateException("a line in mid-sign-in");
      case Over over -> {}
    }
  }

  private void take(ChannelHandlerContext ctx, Step step) {
    state = step.next();
    framing.expectLiterals(!(state instanceof Authenticating));
    switch (step.action()) {
      case Step.Say say -> say(say.answer());
      case Step.End end -> connection.end(end.answer().in(ctx.alloc()));
      case Step.BeginTls begin -> beginTls(ctx, begin.answer());
      case Step.Check check -> check(ctx, check.credentials());
      case Step.Enter enter -> enter(ctx, enter);
    }
  }

  private void say(Answer answer) {
    connection.write(answer.in(connection.channel().alloc()));
  }

  private void beginTls(ChannelHandlerContext ctx, Answer answer) {
    if (!connection.startTls(answer.in(ctx.alloc()), decoder.waitingBytes())) {
      connection.end(INJECTED.in(ctx.alloc()));
    }
  }

  private void check(ChannelHandlerContext ctx, SaslExchange.Credentials credentials) {
    String clientName = state instanceof SigningIn now ? now.before().clientName() : "";
    decoder.pause();
    connection.attempt(
        protocol.signIn(),
        new SignInRequest(
            Service.IMAP,
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
      take(ctx, ImapDialogue.on(now, outcome));
    }
    decoder.resume();
  }

  /** The seam where an upstream will come in: all that was the sign-in's is left behind here. */
  private void enter(ChannelHandlerContext ctx, Step.Enter enter) {
    connection.signedIn();
    ctx.pipeline()
        .replace(
            this,
            null,
            new ImapSignedInHandler(protocol.sessions(), connection, framing, enter.session()));
    say(enter.answer());
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    switch (event) {
      case SignOutReason reason -> connection.end(SignOutWords.of(reason).in(ctx.alloc()));
      case SslHandshakeCompletionEvent up -> state = NotAuthenticated.FRESH;
      default -> {}
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    connection.failed(cause);
  }
}
