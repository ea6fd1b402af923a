// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.relay;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.latchkey.adapters.relay.UpstreamDialogue.Ready;
import org.latchkey.config.Announce;
import org.latchkey.config.UpstreamSettings;
import org.latchkey.config.UpstreamTls;

/**
 * A connection that asks an upstream what it can do, and leaves, signed in as nobody. Belongs to
 * one event loop, which tells the end.
 */
final class Probe {
  private final EventLoop loop;
  private final Questions questions;
  private final Consumer<Optional<List<String>>> told;
  private boolean over;

  /**
   * How a protocol asks.
   *
   * @param dialogue for an identity whose proof is {@link UpstreamProof.Nobody}; ready once it
   *     knows
   * @param goodbye the command that ends the connection, without its CRLF
   */
  record Questions(Function<UpstreamIdentity, UpstreamDialogue> dialogue, String goodbye) {}

  /**
   * @param told hears once what the upstream offers; of nothing where it couldn't be asked
   */
  Probe(EventLoop loop, Questions questions, Consumer<Optional<List<String>>> told) {
    this.loop = loop;
    this.questions = questions;
    this.told = told;
  }

  void begin(UpstreamSettings settings, UpstreamTarget target, Upstream source) {
    ChannelInitializer<Channel> start =
        new ChannelInitializer<>() {
          @Override
          protected void initChannel(Channel channel) {
            if (settings.announce() == Announce.PROXY) {
              ProxyAnnouncement.addLocalTo(channel.pipeline());
            }
            if (settings.tls() == UpstreamTls.IMPLICIT) {
              channel.pipeline().addLast(source.tls(channel, target));
            }
            channel
                .pipeline()
                .addLast(
                    new UpstreamHandler(
                        questions.dialogue().apply(nobody(settings)),
                        () -> source.tls(channel, target),
                        Probe.this::ended));
          }
        };
    Bootstrap bootstrap = source.bootstrap().group(loop).handler(start);
    ChannelFuture connecting = bootstrap.connect(target.host(), target.port());
    connecting.addListener(
        done -> {
          if (!done.isSuccess()) {
            end(Optional.empty());
          }
        });
    Channel channel = connecting.channel();
    var _ =
        loop.schedule(
            () -> {
              end(Optional.empty());
              close(channel);
            },
            settings.timeout().toMillis(),
            TimeUnit.MILLISECONDS);
  }

  private static UpstreamIdentity nobody(UpstreamSettings settings) {
    return new UpstreamIdentity(
        "",
        new UpstreamProof.Nobody(),
        settings.tls(),
        Announce.NONE,
        new InetSocketAddress(0),
        "",
        "");
  }

  private void ended(Channel channel, UpstreamDialogue.Action result) {
    if (result instanceof Ready ready) {
      channel
          .writeAndFlush(ByteBufUtil.writeAscii(channel.alloc(), questions.goodbye() + "\r\n"))
          .addListener(ChannelFutureListener.CLOSE);
      end(Optional.of(ready.offer()));
    } else {
      close(channel);
      end(Optional.empty());
    }
  }

  private static void close(Channel channel) {
    channel.close().addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
  }

  private void end(Optional<List<String>> offer) {
    if (!over) {
      over = true;
      told.accept(offer);
    }
  }
}
