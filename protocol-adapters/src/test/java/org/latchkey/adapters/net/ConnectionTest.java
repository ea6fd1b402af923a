// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.SslHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ConnectionTest {
  private static final InetSocketAddress PROXY = at("198.51.100.1");

  private final Echo echo = new Echo();

  private static InetSocketAddress at(String address) {
    return new InetSocketAddress(InetAddress.ofLiteral(address), 1234);
  }

  private static String said(EmbeddedChannel channel) {
    StringBuilder said = new StringBuilder();
    for (ByteBuf next = channel.readOutbound(); next != null; next = channel.readOutbound()) {
      said.append(next.toString(StandardCharsets.US_ASCII));
      next.release();
    }
    return said.toString();
  }

  @Test
  void onlyTrustedNetworksSignInWithoutTls() {
    TestConnections connections = new TestConnections();
    assertEquals("192.0.2.7 TRUSTED_NETWORK\r\n", said(connections.open(echo)));
    assertTrue(echo.last().signInAllowed());
    EmbeddedChannel other = connections.open(echo, Security.STARTTLS, at("203.0.113.9"));
    assertEquals("203.0.113.9 NONE\r\n", said(other));
    assertFalse(echo.last().signInAllowed());
  }

  @Test
  void theDeadlineIsForAllOfTheSignInNotForEachByte() {
    TestConnections connections = new TestConnections();
    EmbeddedChannel channel = connections.open(echo);
    said(channel);
    for (int i = 0; i < 59; i++) {
      connections.pass(channel, Duration.ofSeconds(1));
      channel.writeInbound(Echo.text("x"));
    }
    said(channel);
    assertTrue(channel.isOpen());
    connections.pass(channel, Duration.ofSeconds(1));
    assertEquals("sign_in_deadline\r\n", said(channel));
    assertFalse(channel.isOpen());
    assertEquals(0, connections.limits().connections());
  }

  @Test
  void afterTheSignInOnlySilenceEndsIt() {
    TestConnections connections = new TestConnections();
    EmbeddedChannel channel = connections.open(echo);
    echo.last().signedIn();
    for (int i = 0; i < 5; i++) {
      connections.pass(channel, Duration.ofMinutes(30));
      channel.writeInbound(Echo.text("x"));
    }
    said(channel);
    connections.pass(channel, Duration.ofMinutes(30));
    assertTrue(channel.isOpen());
    connections.pass(channel, Duration.ofMinutes(1));
    assertEquals("idle\r\n", said(channel));
    assertFalse(channel.isOpen());
  }

  @Test
  void aServerThatStopsDismissesThoseThatNobodyHasSignedInOn() {
    TestConnections connections = new TestConnections();
    EmbeddedChannel nobodys = connections.open(echo);
    EmbeddedChannel deciding = connections.open(echo);
    echo.last().holdReads(true);
    EmbeddedChannel signedIn = connections.open(echo);
    echo.last().signedIn();
    for (EmbeddedChannel each : List.of(nobodys, deciding, signedIn)) {
      said(each);
      each.pipeline().fireUserEventTriggered(Farewell.STOPPING);
    }
    assertEquals("stopping\r\n", said(nobodys));
    assertFalse(nobodys.isOpen());
    assertTrue(deciding.isOpen());
    assertTrue(signedIn.isOpen());
  }

  @Test
  void connectionsAreCountedAndTurnedAwayOnceTheOthersHaveSignedIn() {
    TestConnections connections = new TestConnections(TestConnections.settings(2, 10, 64));
    EmbeddedChannel first = connections.open(echo);
    echo.last().signedIn();
    connections.open(echo);
    echo.last().signedIn();
    EmbeddedChannel third = connections.open(echo);
    assertEquals("too_many_connections\r\n", said(third));
    assertFalse(third.isOpen());
    first.close().syncUninterruptibly();
    assertTrue(connections.open(echo).isOpen());
    assertEquals(2, connections.limits().connections());
  }

  @Test
  void theOldestThatNobodyHasSignedInOnMakesPlaceForAnother() {
    TestConnections connections = new TestConnections(TestConnections.settings(3, 2, 64));
    EmbeddedChannel signedIn = connections.open(echo, Security.STARTTLS, at("192.0.2.1"));
    echo.last().signedIn();
    EmbeddedChannel oldest = connections.open(echo, Security.STARTTLS, at("192.0.2.2"));
    EmbeddedChannel older = connections.open(echo, Security.STARTTLS, at("192.0.2.3"));
    EmbeddedChannel last = connections.open(echo, Security.STARTTLS, at("192.0.2.4"));
    oldest.runPendingTasks();
    assertEquals("192.0.2.2 TRUSTED_NETWORK\r\ntoo_much_pending\r\n", said(oldest));
    assertTrue(signedIn.isOpen() && older.isOpen() && last.isOpen());
    assertEquals(3, connections.limits().connections());
  }

  @Test
  void ofASourceThatHasTooManyTheOldestMakesPlaceForAnother() {
    TestConnections connections = new TestConnections(TestConnections.settings(10, 2, 64));
    EmbeddedChannel another = connections.open(echo, Security.STARTTLS, at("192.0.2.1"));
    EmbeddedChannel oldest = connections.open(echo, Security.STARTTLS, at("192.0.2.2"));
    EmbeddedChannel older = connections.open(echo, Security.STARTTLS, at("192.0.2.2"));
    EmbeddedChannel last = connections.open(echo, Security.STARTTLS, at("192.0.2.2"));
    oldest.runPendingTasks();
    assertFalse(oldest.isOpen());
    assertTrue(another.isOpen() && older.isOpen() && last.isOpen());
  }

  @Test
  void anIpv6NetworkOf64BitsIsOneAddress() {
    TestConnections connections = new TestConnections(TestConnections.settings(10, 1, 64));
    assertTrue(connections.open(echo, Security.STARTTLS, at("2001:db8::1")).isOpen());
    echo.last().signedIn();
    assertFalse(connections.open(echo, Security.STARTTLS, at("2001:db8::2:1")).isOpen());
    assertTrue(connections.open(echo, Security.STARTTLS, at("2001:db8:0:1::1")).isOpen());
  }

  @Test
  void whoHoldsMostGivesWayWhenAllTogetherHoldMoreThanTheBudget() {
    TestConnections connections = new TestConnections(TestConnections.settings(10, 10, 32));
    EmbeddedChannel first = connections.open(echo);
    Connection firstConnection = echo.last();
    firstConnection.holding(10_000);
    EmbeddedChannel second = connections.open(echo);
    Connection secondConnection = echo.last();
    said(second);
    long both = connections.limits().pendingBytes();
    secondConnection.holding(15_000);
    assertEquals(both + 15_000, connections.limits().pendingBytes());
    second.runPendingTasks();
    first.runPendingTasks();
    assertEquals("too_much_pending\r\n", said(second));
    assertFalse(second.isOpen());
    assertTrue(first.isOpen());
    firstConnection.signedIn();
    assertEquals(0, connections.limits().pendingBytes());
    firstConnection.holding(1_000_000);
    assertEquals(0, connections.limits().pendingBytes());
    first.close().syncUninterruptibly();
    assertEquals(0, connections.limits().pendingBytes());
  }

  @Test
  void whatTlsHoldsCountsUntilTheProtocolHasIt() {
    TestConnections connections = new TestConnections();
    EmbeddedChannel channel = connections.open(echo, Security.IMPLICIT_TLS, at("192.0.2.9"));
    long before = connections.limits().pendingBytes();
    // A record of TLS that never ends.
    channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {22, 3, 1, 0x3f, 0}));
    channel.writeInbound(Unpooled.buffer(10_000, 10_000).writeZero(10_000));
    assertTrue(connections.limits().pendingBytes() >= before + 10_000);
    channel.close().syncUninterruptibly();
    assertEquals(0, connections.limits().pendingBytes());
  }

  @Test
  void aClientThatDoesNotReadIsNotRead() {
    EmbeddedChannel channel = new TestConnections().open(echo);
    said(channel);
    channel.unsafe().outboundBuffer().setUserDefinedWritability(1, false);
    channel.runPendingTasks();
    assertFalse(channel.config().isAutoRead());
    channel.unsafe().outboundBuffer().setUserDefinedWritability(1, true);
    channel.runPendingTasks();
    assertTrue(channel.config().isAutoRead());
  }

  @Test
  void nothingMayWaitBehindStartTls() {
    EmbeddedChannel channel = new TestConnections().open(echo);
    said(channel);
    assertFalse(echo.last().startTls(Echo.text("go\r\n"), 1));
    assertEquals("", said(channel));
    assertNull(channel.pipeline().get(SslHandler.class));
    assertTrue(echo.last().startTls(Echo.text("go\r\n"), 0));
    assertEquals("go\r\n", said(channel));
    assertFalse(echo.last().startTls(Echo.text("go\r\n"), 0));
    channel.close().syncUninterruptibly();
  }

  @Test
  void clearTextWhereTlsIsExpectedEndsTheConnection() {
    TestConnections connections = new TestConnections();
    EmbeddedChannel channel = connections.open(echo);
    said(channel);
    assertTrue(echo.last().startTls(Echo.text("go\r\n"), 0));
    channel.writeInbound(Echo.text("a LOGIN alice secret\r\n"));
    assertFalse(channel.isOpen());
    assertEquals(0, connections.limits().connections());
  }

  @Test
  void aTrustedProxySaysWhereTheClientIs() {
    TestConnections connections = new TestConnections();
    EmbeddedChannel channel = connections.open(echo, Security.STARTTLS, PROXY);
    assertEquals("", said(channel));
    channel.writeInbound(Echo.text("PROXY TCP4 192.0.2.99 198.51.100.1 4711 143\r\nhello"));
    assertEquals("192.0.2.99 TRUSTED_NETWORK\r\nhello", said(channel));
    assertEquals(4711, echo.last().client().getPort());
  }

  @Test
  void aTrustedProxySaysItInVersion2ByteByByte() {
    EmbeddedChannel channel = new TestConnections().open(echo, Security.STARTTLS, PROXY);
    byte[] header = {
      0x0d,
      0x0a,
      0x0d,
      0x0a,
      0x00,
      0x0d,
      0x0a,
      0x51,
      0x55,
      0x49,
      0x54,
      0x0a, // signature
      0x21,
      0x11,
      0x00,
      0x0c, // version 2, PROXY; TCP over IPv4; 12 octets
      (byte) 203,
      0,
      113,
      5,
      (byte) 198,
      51,
      100,
      1,
      0x12,
      0x67,
      0x00,
      (byte) 143
    };
    for (byte octet : header) {
      channel.writeInbound(channel.alloc().buffer(1).writeByte(octet));
    }
    assertEquals("203.0.113.5 NONE\r\n", said(channel));
  }

  @Test
  void aProxysHealthCheckIsTheProxysOwn() {
    EmbeddedChannel channel = new TestConnections().open(echo, Security.STARTTLS, PROXY);
    channel.writeInbound(Echo.text("PROXY UNKNOWN\r\n"));
    assertEquals("198.51.100.1 NONE\r\n", said(channel));
  }

  @Test
  void aTrustedProxyWithoutAHeaderIsCutOff() {
    EmbeddedChannel channel = new TestConnections().open(echo, Security.STARTTLS, PROXY);
    channel.writeInbound(Echo.text("a LOGIN alice secret\r\n"));
    assertEquals("", said(channel));
    assertFalse(channel.isOpen());
  }

  @Test
  void aTrustedProxyThatSaysNothingIsCutOffAtTheDeadline() {
    TestConnections connections = new TestConnections();
    EmbeddedChannel channel = connections.open(echo, Security.STARTTLS, PROXY);
    connections.pass(channel, Duration.ofSeconds(60));
    assertFalse(channel.isOpen());
  }

  @Test
  void anybodyElsesHeaderIsWhatTheySay() {
    EmbeddedChannel channel =
        new TestConnections().open(echo, Security.STARTTLS, at("203.0.113.9"));
    channel.writeInbound(Echo.text("PROXY TCP4 192.0.2.99 198.51.100.1 4711 143\r\n"));
    assertEquals(
        "203.0.113.9 NONE\r\nPROXY TCP4 192.0.2.99 198.51.100.1 4711 143\r\n", said(channel));
  }
}
