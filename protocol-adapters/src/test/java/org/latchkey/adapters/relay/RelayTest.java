// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.latchkey.adapters.Scene;
import org.latchkey.adapters.line.FrameDecoder;
import org.latchkey.adapters.line.LineFraming;
import org.latchkey.adapters.line.Reply;
import org.latchkey.adapters.net.Connection;
import org.latchkey.adapters.net.Farewell;
import org.latchkey.adapters.net.Protocol;
import org.latchkey.adapters.net.TestConnections;
import org.latchkey.core.account.Service;
import org.latchkey.core.password.Secret;
import org.latchkey.core.session.LiveSession;
import org.latchkey.core.session.SignOutReason;
import org.latchkey.core.signin.SignInOutcome;
import org.latchkey.core.signin.SignInRequest;

/** Two ends on one thread: what goes where, when nothing is read, and how it ends. */
class RelayTest {
  private final Scene scene = new Scene();
  private final Holder holder = new Holder();
  private final TestConnections connections = new TestConnections();
  private final EmbeddedChannel client = connections.open(holder);
  private final EmbeddedChannel upstream = new EmbeddedChannel();
  private final Relay relay = relay();

  /** A protocol that does nothing but hold lines. */
  private static final class Holder implements Protocol {
    private Optional<Connection> connection = Optional.empty();
    private Optional<FrameDecoder> decoder = Optional.empty();

    @Override
    public void start(Connection started) {
      connection = Optional.of(started);
      FrameDecoder made = new FrameDecoder(started, new LineFraming(100));
      made.pause();
      decoder = Optional.of(made);
      started.channel().pipeline().addLast(made);
    }

    @Override
    public ByteBuf farewell(Farewell why, ByteBufAllocator allocator) {
      return Unpooled.copiedBuffer("* BYE " + why + "\r\n", StandardCharsets.US_ASCII);
    }
  }

  private Relay relay() {
    UpstreamHandler handler =
        new UpstreamHandler(
            new AwaitingTls(
                () -> {
                  throw new AssertionError("no TLS here");
                }),
            () -> {
              throw new AssertionError("no TLS here");
            },
            (channel, result) -> {});
    upstream.pipeline().addLast(handler);
    return new Relay(
        holder.connection.orElseThrow(),
        new UpstreamLeg(upstream, handler),
        new LiteralPassage(reason -> Reply.lines("* BYE " + reason.id())),
        scene.sessions(),
        session());
  }

  private LiveSession session() {
    SignInRequest request =
        new SignInRequest(
            Service.IMAP,
            "alice",
            Secret.takeOver(scene.password().getBytes(StandardCharsets.US_ASCII)),
            TestConnections.CLIENT,
            "",
            System.nanoTime(),
            holder.connection.orElseThrow().signOutListener(),
            Optional.empty());
    return assertInstanceOf(SignInOutcome.Granted.class, scene.signIn().attempt(request).join())
        .session();
  }

  @BeforeEach
  void join() {
    client.writeInbound(octets("1 NOOP\r\n2 NO"));
    relay.join();
    client.pipeline().remove(holder.decoder.orElseThrow());
    relay.begin();
  }

  @AfterEach
  void close() {
    upstream.finishAndReleaseAll();
    client.finishAndReleaseAll();
    scene.close();
  }

  private static ByteBuf octets(String text) {
    return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
  }

  private static String sent(EmbeddedChannel channel) {
    StringBuilder all = new StringBuilder();
    for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
      all.append(out.toString(StandardCharsets.US_ASCII));
      out.release();
    }
    return all.toString();
  }

  @Test
  void whatWasSentEarlyComesFirstAndWhole() {
    client.writeInbound(octets("OP\r\n"));
    assertEquals("1 NOOP\r\n2 NOOP\r\n", sent(upstream));
  }

  @Test
  void upstreamsWordsPassAsTheyAre() {
    upstream.writeInbound(octets("* 1 FETCH (BODY {3}\r\nab"));
    upstream.writeInbound(octets("c)\r\n"));
    assertEquals("* 1 FETCH (BODY {3}\r\nabc)\r\n", sent(client));
  }

  @Test
  void sideThatTakesNoMoreStopsTheOthersReading() {
    client.unsafe().outboundBuffer().setUserDefinedWritability(1, false);
    client.runPendingTasks();
    assertFalse(upstream.config().isAutoRead());
    assertTrue(client.config().isAutoRead());
    client.unsafe().outboundBuffer().setUserDefinedWritability(1, true);
    client.runPendingTasks();
    assertTrue(upstream.config().isAutoRead());

    upstream.unsafe().outboundBuffer().setUserDefinedWritability(1, false);
    upstream.runPendingTasks();
    assertFalse(client.config().isAutoRead());
    assertTrue(upstream.config().isAutoRead());
  }

  @Test
  void revocationBetweenLinesSaysGoodbyeAndEndsBothLegs() {
    upstream.writeInbound(octets("1 OK\r\n"));
    scene.revoke();
    client.runPendingTasks();
    assertEquals("1 OK\r\n* BYE revoked\r\n", sent(client));
    assertFalse(client.isOpen());
    assertFalse(upstream.isOpen());
    assertEquals(0, scene.sessions().count());
  }

  @Test
  void revocationInMidLiteralEndsBothLegsWithoutAWord() {
    upstream.writeInbound(octets("* 1 FETCH (BODY {30}\r\nab\r\n"));
    sent(client);
    scene.revoke();
    client.runPendingTasks();
    assertEquals("", sent(client));
    assertFalse(client.isOpen());
    assertFalse(upstream.isOpen());
  }

  @Test
  void serverThatStopsWaitsForTheLineToEnd() {
    upstream.writeInbound(octets("* 1 FETCH (BODY {3}\r\n"));
    scene.sessions().endAll(SignOutReason.SERVER_STOPPING);
    client.runPendingTasks();
    assertTrue(client.isOpen());
    upstream.writeInbound(octets("abc)\r\n"));
    assertEquals("* 1 FETCH (BODY {3}\r\nabc)\r\n* BYE server-stopping\r\n", sent(client));
    assertFalse(client.isOpen());
    assertFalse(upstream.isOpen());
  }

  @Test
  void upstreamThatEndsTakesItsClientAlong() {
    upstream.writeInbound(octets("* BYE\r\n"));
    upstream.close().syncUninterruptibly();
    upstream.runPendingTasks();
    assertEquals("* BYE\r\n", sent(client));
    assertFalse(client.isOpen());
    assertEquals(0, scene.sessions().count());
  }

  @Test
  void clientThatGoesTakesItsUpstreamAlong() {
    client.writeInbound(octets("OP\r\n3 LOGOUT\r\n"));
    client.close().syncUninterruptibly();
    client.runPendingTasks();
    assertTrue(sent(upstream).endsWith("3 LOGOUT\r\n"));
    assertFalse(upstream.isOpen());
    assertEquals(0, scene.sessions().count());
  }

  @Test
  void silentClientIsNotIdleWhileItsUpstreamSpeaks() {
    connections.pass(client, Duration.ofMinutes(20));
    upstream.writeInbound(octets("* 1 EXISTS\r\n"));
    connections.pass(client, Duration.ofMinutes(12));
    assertTrue(client.isOpen());
    connections.pass(client, Duration.ofMinutes(31));
    assertEquals("* 1 EXISTS\r\n* BYE IDLE\r\n", sent(client));
    assertFalse(client.isOpen());
    assertFalse(upstream.isOpen());
  }
}
