// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.relay;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageEncoder;
import io.netty.handler.codec.haproxy.HAProxyProtocolVersion;
import io.netty.handler.codec.haproxy.HAProxyProxiedProtocol;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Supplier;

/**
 * Tells an upstream where the client is, by a PROXY protocol header, version 2, before anything
 * else is sent; then leaves the pipeline.
 */
final class ProxyAnnouncement extends ChannelInboundHandlerAdapter {
  private final Supplier<HAProxyMessage> header;

  private ProxyAnnouncement(Supplier<HAProxyMessage> header) {
    this.header = header;
  }

  /** Adds it in front of whatever is added later. */
  static void addTo(ChannelPipeline pipeline, InetSocketAddress client, InetSocketAddress server) {
    pipeline.addLast(
        HAProxyMessageEncoder.INSTANCE, new ProxyAnnouncement(() -> header(client, server)));
  }

  /** The same for a connection of Latchkey's own. */
  static void addLocalTo(ChannelPipeline pipeline) {
    pipeline.addLast(
        HAProxyMessageEncoder.INSTANCE, new ProxyAnnouncement(ProxyAnnouncement::local));
  }

  private static HAProxyMessage local() {
    return new HAProxyMessage(
        HAProxyProtocolVersion.V2,
        HAProxyCommand.LOCAL,
        HAProxyProxiedProtocol.UNKNOWN,
        null,
        null,
        0,
        0);
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    var _ = ctx.writeAndFlush(header.get(), ctx.voidPromise());
    ctx.pipeline().remove(HAProxyMessageEncoder.class);
    ctx.fireChannelActive();
    ctx.pipeline().remove(this);
  }

  static HAProxyMessage header(InetSocketAddress client, InetSocketAddress server) {
    boolean v4 =
        client.getAddress() instanceof Inet4Address && server.getAddress() instanceof Inet4Address;
    return new HAProxyMessage(
        HAProxyProtocolVersion.V2,
        HAProxyCommand.PROXY,
        v4 ? HAProxyProxiedProtocol.TCP4 : HAProxyProxiedProtocol.TCP6,
        text(client.getAddress(), v4),
        text(server.getAddress(), v4),
        client.getPort(),
        server.getPort());
  }

  /** An IPv4 address beside an IPv6 one is given as an IPv6 one too (RFC 4291 §2.5.5.2). */
  private static String text(InetAddress address, boolean v4) {
    String text = address.getHostAddress();
    int zone = text.indexOf('%');
    String plain = zone < 0 ? text : text.substring(0, zone);
    return v4 || !(address instanceof Inet4Address) ? plain : "::ffff:" + plain;
  }
}
