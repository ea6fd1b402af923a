// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.latchkey.core.session.SignOutListener;
import org.latchkey.core.signin.SignIn;
import org.latchkey.core.signin.SignInOutcome;
import org.latchkey.core.signin.SignInRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a protocol knows of its connection, and what it may ask of it. All of it belongs to the
 * channel's event loop and is called there only.
 */
public final class Connection {
  private static final Logger log = LoggerFactory.getLogger(Connection.class);

  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  /** How many commands there may be before a sign-in. */
  private static final int MOST_COMMANDS = 100;

  private final Channel channel;
  private final InetSocketAddress client;
  private final Protocol protocol;
  private final TlsMaterial tls;
  private final Limits limits;
  private final PendingHandler pending;
  private boolean encrypted;
  private boolean signedIn;
  private boolean ended;
  private boolean readsHeld;
  private boolean handedOver;
  private boolean passedLately;
  private int pendingBytes;
  private int commands;

  Connection(
      Channel channel,
      InetSocketAddress client,
      Protocol protocol,
      TlsMaterial tls,
      Limits limits,
      PendingHandler pending) {
    this.channel = channel;
    this.client = client;
    this.protocol = protocol;
    this.tls = tls;
    this.limits = limits;
    this.pending = pending;
    pending.onGiveWay(() -> farewell(Farewell.TOO_MUCH_PENDING));
    pending.onReadAgain(this::readOrNot);
    pending.heldBehind(() -> pendingBytes);
  }

  /** The channel, to whose pipeline the protocol adds its handlers. */
  public Channel channel() {
    return channel;
  }

  /** Where the client is: a trusted proxy's word counts. */
  public InetSocketAddress client() {
    return client;
  }

  /** What protects a password on it. */
  public Protection protection() {
    if (encrypted) {
      return Protection.TLS;
    }
    return limits.maySignInWithoutTls(client.getAddress())
        ? Protection.TRUSTED_NETWORK
        : Protection.NONE;
  }

  /** Whether TLS is up. */
  public boolean encrypted() {
    return encrypted;
  }

  /** Whether a client may sign in: TLS is up, or its network needs none. */
  public boolean signInAllowed() {
    return protection() != Protection.NONE;
  }

  /**
   * Says that TLS may begin, and begins it. When it is up, an {@link
   * io.netty.handler.ssl.SslHandshakeCompletionEvent} goes through the pipeline, and the protocol
   * forgets all that was said before.
   *
   * @param reply the last words in clear text, taken over
   * @param waitingBytes how many bytes the protocol holds that came behind the command
   * @return false, and nothing is sent or begun, where there are such bytes: somebody on the way
   *     may have put them there (CVE-2011-0411), so the protocol {@linkplain #end ends}
   */
  public boolean startTls(ByteBuf reply, int waitingBytes) {
    if (waitingBytes > 0 || encrypted || channel.pipeline().get(SslHandler.class) != null) {
      reply.release();
      return false;
    }
    // Made for STARTTLS, the handler lets the first write through as it is.
    SslHandler handler = tls.newStartTlsHandler(channel.alloc());
    channel.pipeline().addAfter(PendingHandler.NAME, null, handler);
    write(reply);
    return true;
  }

  /** Whether bytes that came in may still be looked at: not once the last words are said. */
  public boolean ended() {
    return ended;
  }

  /** Writes one answer and flushes it; the buffer is taken over. */
  public void write(ByteBuf answer) {
    // A void promise allocates nothing; what fails goes to the pipeline's exceptionCaught.
    var _ = channel.writeAndFlush(answer, channel.voidPromise());
  }

  /** Writes the last words, which are taken over, and closes; what comes in now is dropped. */
  public void end(ByteBuf lastWords) {
    end(lastWords, LAST_WORDS);
  }

  /**
   * The same, for a client that has more to read first.
   *
   * @param patience how long it may take to read all; it is closed then
   */
  public void end(ByteBuf lastWords, Duration patience) {
    ended = true;
    ChannelFuture written = channel.writeAndFlush(lastWords);
    written.addListener(ChannelFutureListener.CLOSE);
    if (!written.isDone()) {
      // A client that doesn't read keeps nothing open.
      var _ = channel.eventLoop().schedule(this::close, patience.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** Closes without a word. */
  public void close() {
    ended = true;
    channel.close().addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
  }

  /**
   * Says how many bytes the protocol holds of this connection, until it says another number or is
   * signed in. Where all connections together hold too much, those that hold most are ended.
   */
  public void holding(int bytes) {
    pendingBytes = bytes;
    pending.settle();
  }

  /**
   * Another command begins: before a sign-in there may be so many, and then it is ended.
   *
   * @return whether it may be looked at
   */
  public boolean mayCommand() {
    if (!signedIn && ++commands > MOST_COMMANDS) {
      farewell(Farewell.TOO_MANY_COMMANDS);
    }
    return !ended;
  }

  /**
   * Has a sign-in decided. Nothing is read from the client until then.
   *
   * @param then takes the outcome, on the event loop, before this returns where it is known at
   *     once. Called even if the client has gone: a session that was granted is still to be closed
   */
  public void attempt(SignIn signIn, SignInRequest request, Consumer<SignInOutcome> then) {
    CompletableFuture<SignInOutcome> decided = signIn.attempt(request);
    if (decided.isDone() && !decided.isCompletedExceptionally()) {
      then.accept(decided.join());
      return;
    }
    holdReads(true);
    var _ =
        decided.whenComplete(
            (outcome, bug) -> channel.eventLoop().execute(() -> decided(outcome, bug, then)));
  }

  private void decided(
      @Nullable SignInOutcome outcome, @Nullable Throwable bug, Consumer<SignInOutcome> then) {
    if (outcome == null) {
      log.error("event=sign-in-failed client={}", client, bug);
    }
    // Whoever takes the outcome may hold them again.
    readsHeld = false;
    then.accept(outcome != null ? outcome : new SignInOutcome.TryLater("internal error"));
    readOrNot();
  }

  /**
   * Hears of a sign-out on any thread, and passes the {@link
   * org.latchkey.core.session.SignOutReason} through the pipeline as a user event, on the event
   * loop.
   */
  public SignOutListener signOutListener() {
    return reason ->
        channel.eventLoop().execute(() -> channel.pipeline().fireUserEventTriggered(reason));
  }

  /** The client has signed in: the deadline is met, the idle timeout counts from now on. */
  public void signedIn() {
    signedIn = true;
    pending.signedIn();
  }

  /**
   * Something went wrong in a handler: what the network does to a connection is no news, all else
   * is a bug. Closes.
   */
  public void failed(Throwable cause) {
    if (cause instanceof IOException || cause instanceof DecoderException) {
      log.debug("event=connection-failed client={}", client, cause);
    } else {
      log.error("event=connection-failed client={}", client, cause);
    }
    close();
  }

  /**
   * A relay takes the connection over: it says when to read, and a farewell goes through the
   * pipeline as a user event, for the relay to find room for it.
   */
  public void handOver() {
    signedIn();
    readsHeld = false;
    handedOver = true;
  }

  /** Octets went to the client: it isn't idle, though it is silent. */
  public void passed() {
    passedLately = true;
  }

  /** Whether any have since this was asked last. */
  boolean hasPassedLately() {
    boolean passed = passedLately;
    passedLately = false;
    return passed;
  }

  boolean hasSignedIn() {
    return signedIn;
  }

  /** Whether a sign-in is being decided, or something else that nothing is read before. */
  boolean readsHeld() {
    return readsHeld;
  }

  void tlsIsUp() {
    encrypted = true;
  }

  void farewell(Farewell why) {
    if (handedOver) {
      channel.pipeline().fireUserEventTriggered(why);
    } else {
      endWith(why);
    }
  }

  /** Ends it with the protocol's own words, at once, where those can be read. */
  public void endWith(Farewell why) {
    if (ended) {
      return;
    }
    boolean handshaking = !encrypted && channel.pipeline().get(SslHandler.class) != null;
    if (handshaking) {
      close();
    } else {
      end(
          protocol.farewell(why, channel.alloc()),
          why == Farewell.TOO_MUCH_PENDING ? Duration.ZERO : LAST_WORDS);
    }
  }

  /** Reads nothing from the client until told otherwise. */
  public void holdReads(boolean hold) {
    readsHeld = hold;
    readOrNot();
  }

  /** A client that doesn't read its answers isn't read either. */
  void readOrNot() {
    if (handedOver) {
      return;
    }
    channel
        .config()
        .setAutoRead(!readsHeld && channel.isWritable() && !pending.hasStoppedReading());
  }
}
