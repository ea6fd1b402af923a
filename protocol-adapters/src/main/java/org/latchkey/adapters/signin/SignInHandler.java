// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.signin;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.latchkey.adapters.line.Frame;
import org.latchkey.adapters.line.FrameDecoder;
import org.latchkey.adapters.line.Framing;
import org.latchkey.adapters.line.Line;
import org.latchkey.adapters.line.Sendable;
import org.latchkey.adapters.net.Connection;
import org.latchkey.adapters.relay.Relay;
import org.latchkey.adapters.relay.Upstream;
import org.latchkey.adapters.relay.UpstreamLeg;
import org.latchkey.adapters.signin.SignInState.Authenticating;
import org.latchkey.adapters.signin.SignInState.Over;
import org.latchkey.adapters.signin.SignInState.SigningIn;
import org.latchkey.adapters.signin.SignInState.Waiting;
import org.latchkey.core.sasl.SaslExchange;
import org.latchkey.core.session.LiveSession;
import org.latchkey.core.session.LiveSessions;
import org.latchkey.core.session.SignOutReason;
import org.latchkey.core.signin.SignIn;
import org.latchkey.core.signin.SignInOutcome;
import org.latchkey.core.signin.SignInOutcome.Granted;
import org.latchkey.core.signin.SignInRequest;

/**
 * Leads the {@link SignInDialogue} of one connection, has its credentials checked, gets its
 * upstream, and leaves the pipeline to the relay. Its fields belong to the event loop.
 */
public final class SignInHandler extends ChannelInboundHandlerAdapter {
  private static final SignInOutcome UNAVAILABLE = new SignInOutcome.TryLater("no upstream");

  private final Parts parts;
  private final Connection connection;
  private final FrameDecoder decoder;
  private final SignInDialogue dialogue;
  private SignInState state = Waiting.FRESH;

  /** The session that is granted, until the relay or the stand-in has it. */
  private @Nullable LiveSession granted;

  /**
   * What the connections of a protocol share.
   *
   * @param upstream where they are relayed to; empty where there is nothing
   */
  public record Parts(SignIn signIn, LiveSessions sessions, Optional<Upstream> upstream) {}

  private SignInHandler(
      Parts parts, Connection connection, FrameDecoder decoder, SignInDialogue dialogue) {
    this.parts = parts;
    this.connection = connection;
    this.decoder = decoder;
    this.dialogue = dialogue;
  }

  /** Begins the sign-in of a connection, and greets. */
  public static void begin(
      Parts parts,
      Connection connection,
      Framing framing,
      SignInDialogue dialogue,
      Sendable greeting) {
    FrameDecoder decoder = new FrameDecoder(connection, framing);
    connection
        .channel()
        .pipeline()
        .addLast(decoder, new SignInHandler(parts, connection, decoder, dialogue));
    connection.write(greeting.in(connection.channel().alloc()));
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    switch ((Frame) message) {
      case Line line -> {
        received(ctx, line);
        line.wipe();
      }
      case Frame.LiteralAwaited awaited -> take(ctx, dialogue.onLiteral(state, awaited));
      case Frame.LiteralTooLarge large -> take(ctx, dialogue.onLiteral(state, large));
      case Frame.Dropped _ when state instanceof Waiting now -> take(ctx, dialogue.onDropped(now));
      case Frame.Dropped _ -> throw new IllegalStateException("nothing was to be dropped");
      case Frame.Broken broken -> take(ctx, Step.end(dialogue.broken(broken.fault())));
    }
  }

  private void received(ChannelHandlerContext ctx, Line line) {
    switch (state) {
      // A browser is made to say what some web page wants (ALPACA): nothing of that is a command.
      case Waiting now when line.isHttpRequest() ->
          take(ctx, Step.end(dialogue.broken(Frame.Fault.HTTP)));
      case Waiting now -> take(ctx, dialogue.on(now, line, connection.protection()));
      case Authenticating now -> take(ctx, dialogue.on(now, line));
      case SigningIn now -> throw new IllegalStateException("a line in mid-sign-in");
      case Over over -> {}
    }
  }

  private void take(ChannelHandlerContext ctx, Step step) {
    state = step.next();
    take(ctx, step.action());
  }

  private void take(ChannelHandlerContext ctx, Action action) {
    switch (action) {
      case Action.Say say -> connection.write(say.words().in(ctx.alloc()));
      case Action.SayAlone say when decoder.waitingBytes() > 0 -> end(ctx, say.ifMore());
      case Action.SayAlone say -> connection.write(say.words().in(ctx.alloc()));
      case Action.End end -> end(ctx, end.words());
      case Action.BeginTls begin -> beginTls(ctx, begin.words());
      case Action.Check check -> check(ctx, check.credentials());
    }
  }

  private void end(ChannelHandlerContext ctx, Sendable words) {
    connection.end(words.in(ctx.alloc()));
  }

  private void beginTls(ChannelHandlerContext ctx, Sendable words) {
    if (!connection.startTls(words.in(ctx.alloc()), decoder.waitingBytes())) {
      end(ctx, dialogue.injected());
    }
  }

  private void check(ChannelHandlerContext ctx, SaslExchange.Credentials credentials) {
    decoder.pause();
    connection.attempt(
        parts.signIn(),
        new SignInRequest(
            dialogue.service(),
            credentials.authenticationIdentity(),
            credentials.secret(),
            connection.client(),
            clientName(),
            System.nanoTime(),
            connection.signOutListener(),
            Optional.empty()),
        outcome -> decided(ctx, outcome));
  }

  private String clientName() {
    return state instanceof SigningIn now ? now.before().clientName() : "";
  }

  private void decided(ChannelHandlerContext ctx, SignInOutcome outcome) {
    if (connection.ended() || !ctx.channel().isActive()) {
      if (outcome instanceof Granted late) {
        parts.sessions().close(late.session());
      }
    } else if (outcome instanceof Granted good) {
      granted = good.session();
      if (parts.upstream().isPresent()) {
        goUpstream(ctx, parts.upstream().get(), good);
      } else {
        goOnWithoutUpstream(ctx, good);
      }
    } else {
      goOn(ctx, outcome);
    }
  }

  private void goOn(ChannelHandlerContext ctx, SignInOutcome outcome) {
    take(ctx, decision(outcome, Optional.empty()));
    decoder.resume();
  }

  private Step decision(SignInOutcome outcome, Optional<String> upstreamWords) {
    if (state instanceof SigningIn now) {
      return SignInSteps.on(now, outcome, upstreamWords);
    }
    throw new IllegalStateException("nobody signs in");
  }

  private void goOnWithoutUpstream(ChannelHandlerContext ctx, Granted good) {
    Optional<ChannelHandler> standIn = dialogue.withoutUpstream(good.session());
    if (standIn.isEmpty()) {
      closeGranted();
      goOn(ctx, UNAVAILABLE);
      return;
    }
    granted = null;
    connection.signedIn();
    ctx.pipeline().replace(this, null, standIn.get());
    take(ctx, decision(good, Optional.empty()));
    decoder.resume();
  }

  private void goUpstream(ChannelHandlerContext ctx, Upstream upstream, Granted good) {
    connection.holdReads(true);
    upstream.open(
        connection,
        good,
        dialogue::toUpstream,
        new Upstream.Arrival() {
          @Override
          public void ready(UpstreamLeg leg, String words) {
            if (connection.ended()) {
              leg.close();
            } else {
              join(ctx, leg, good, words);
            }
          }

          @Override
          public void failed() {
            closeGranted();
            connection.holdReads(false);
            if (!connection.ended()) {
              goOn(ctx, UNAVAILABLE);
            }
          }
        });
  }

  /** The client hears that it is signed in, then everything that was the sign-in's leaves. */
  private void join(ChannelHandlerContext ctx, UpstreamLeg leg, Granted good, String words) {
    granted = null;
    take(ctx, decision(good, Optional.of(words)));
    Relay relay =
        new Relay(
            connection,
            leg,
            dialogue.passage(words, good.session()),
            parts.sessions(),
            good.session());
    relay.join();
    ctx.pipeline().remove(this);
    ctx.pipeline().remove(decoder);
    relay.begin();
  }

  private void closeGranted() {
    if (granted != null) {
      parts.sessions().close(granted);
      granted = null;
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    switch (event) {
      case SignOutReason reason -> end(ctx, dialogue.signedOut(reason));
      case SslHandshakeCompletionEvent up -> forget(ctx);
      default -> {}
    }
  }

  /** TLS is up: all that was said before is forgotten. */
  private void forget(ChannelHandlerContext ctx) {
    state = Waiting.FRESH;
    dialogue.encrypted().ifPresent(words -> connection.write(words.in(ctx.alloc())));
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    closeGranted();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    connection.failed(cause);
  }
}
