// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ProxyAnnouncementTest {
  /** The PROXY protocol §2.2: the signature, then version 2 and the command PROXY. */
  private static final String BEGINNING = "0d0a0d0a000d0a515549540a21";

  private static final String CLIENT_V6 = "20010db8000000000000000000000007";
  private static final String SERVER_V6 = "20010db8000000000000000000000001";
  private static final String MAPPED = "00000000000000000000ffff";

  private static InetSocketAddress address(String literal, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(literal), port);
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.7, 192.0.2.1, 11000c c0000207 c0000201 1267 008f",
    "2001:db8::7, 2001:db8::1, 210024 " + CLIENT_V6 + SERVER_V6 + " 1267 008f",
    "192.0.2.7, 2001:db8::1, 210024 " + MAPPED + "c0000207" + SERVER_V6 + " 1267 008f",
    "2001:db8::7, 192.0.2.1, 210024 " + CLIENT_V6 + MAPPED + "c0000201 1267 008f"
  })
  void theHeaderIsTheFirstThatIsSent(String client, String server, String rest) {
    EmbeddedChannel channel =
        new EmbeddedChannel(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel opened) {
                ProxyAnnouncement.addTo(
                    opened.pipeline(), address(client, 4711), address(server, 143));
              }
            });
    ByteBuf sent = channel.readOutbound();
    assertEquals(BEGINNING + rest.replace(" ", ""), ByteBufUtil.hexDump(sent));
    sent.release();
    assertTrue(channel.pipeline().toMap().isEmpty(), "it stays in the pipeline");
    channel.finishAndReleaseAll();
  }
}
