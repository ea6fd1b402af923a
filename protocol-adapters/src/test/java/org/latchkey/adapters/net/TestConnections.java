// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.net;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.ImmediateEventExecutor;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.latchkey.adapters.TestTls;
import org.latchkey.config.Cidr;
import org.latchkey.config.NetworkSettings;
import org.latchkey.core.throttle.PendingMemory;

/** Connections without sockets, from a client that may sign in without TLS. Time stands still. */
public final class TestConnections {
  /** Where the client is. */
  public static final InetSocketAddress CLIENT =
      new InetSocketAddress(InetAddress.ofLiteral("192.0.2.7"), 54_321);

  private final MockTicker ticker = Ticker.newMockTicker();
  private static final TlsMaterial TLS = TestTls.material();
  private final Limits limits;

  public TestConnections(NetworkSettings settings) {
    limits = new Limits(settings, new PendingMemory(settings.maxPendingBytes()), ticker);
  }

  public TestConnections() {
    this(settings(10, 10, 65_536));
  }

  /** Settings with these limits, a deadline of 60 s and an idle timeout of 31 min. */
  public static NetworkSettings settings(int connections, int perAddress, int pendingKib) {
    return new NetworkSettings(
        List.of(Cidr.parse("192.0.2.0/24")),
        List.of(Cidr.parse("198.51.100.0/24")),
        connections,
        perAddress,
        Duration.ofSeconds(60),
        pendingKib,
        Duration.ofMinutes(31));
  }

  /** A new connection of this protocol. */
  public EmbeddedChannel open(Protocol protocol) {
    return open(protocol, Security.STARTTLS, CLIENT);
  }

  EmbeddedChannel open(Protocol protocol, Security security, InetSocketAddress peer) {
    EmbeddedChannel channel = EmbeddedChannel.builder().ticker(ticker).build();
    new AcceptedHandler(
            protocol,
            security,
            TLS,
            limits,
            new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE))
        .open(channel, peer);
    return channel;
  }

  /** Lets time pass. */
  public void pass(EmbeddedChannel channel, Duration time) {
    ticker.advance(time.toNanos(), TimeUnit.NANOSECONDS);
    channel.runScheduledPendingTasks();
    channel.runPendingTasks();
  }

  Limits limits() {
    return limits;
  }
}
