// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.relay;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ConnectTimeoutException;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.latchkey.adapters.net.Connection;
import org.latchkey.adapters.relay.UpstreamDialogue.Failed;
import org.latchkey.adapters.relay.UpstreamDialogue.Ready;
import org.latchkey.config.Announce;
import org.latchkey.config.UpstreamSettings;
import org.latchkey.config.UpstreamTls;
import org.latchkey.core.upstream.UpstreamFailure;

/**
 * One upstream connection on its way: it ends ready, failed, or with its client gone, once. Belongs
 * to the client's event loop.
 */
final class Opening {
  private final Connection connection;
  private final Channel client;
  private final Upstream.Arrival arrival;
  private final Consumer<List<String>> heard;
  private final Consumer<Failed> report;
  private final ChannelFutureListener clientGone = future -> cancel();
  private @Nullable Channel upstream;
  private @Nullable UpstreamHandler handler;
  private @Nullable Future<?> deadline;
  private boolean over;

  /**
   * @param heard hears what the upstream offers
   * @param report hears why it failed
   */
  Opening(
      Connection connection,
      Upstream.Arrival arrival,
      Consumer<List<String>> heard,
      Consumer<Failed> report) {
    this.connection = connection;
    this.client = connection.channel();
    this.arrival = arrival;
    this.heard = heard;
    this.report = report;
  }

  void begin(
      UpstreamSettings settings, UpstreamTarget target, Upstream source, UpstreamDialogue first) {
    client.closeFuture().addListener(clientGone);
    deadline =
        client
            .eventLoop()
            .schedule(
                () -> fail(UpstreamFailure.TIMEOUT, "it didn't answer in time"),
                settings.timeout().toMillis(),
                TimeUnit.MILLISECONDS);
    ChannelFuture connecting =
        source
            .bootstrap()
            .group(client.eventLoop())
            .handler(new Start(settings, target, source, first))
            .connect(target.host(), target.port());
    upstream = connecting.channel();
    connecting.addListener(done -> connected((ChannelFuture) done));
  }

  /** Makes the pipeline of a connection before it is connected. */
  private final class Start extends ChannelInitializer<Channel> {
    private final UpstreamSettings settings;
    private final UpstreamTarget target;
    private final Upstream source;
    private final UpstreamDialogue first;

    Start(
        UpstreamSettings settings, UpstreamTarget target, Upstream source, UpstreamDialogue first) {
      this.settings = settings;
      this.target = target;
      this.source = source;
      this.first = first;
    }

    @Override
    protected void initChannel(Channel channel) {
      if (settings.announce() == Announce.PROXY) {
        InetSocketAddress server = (InetSocketAddress) client.localAddress();
        ProxyAnnouncement.addTo(channel.pipeline(), connection.client(), server);
      }
      if (settings.tls() == UpstreamTls.IMPLICIT) {
        channel.pipeline().addLast(source.tls(channel, target));
      }
      UpstreamHandler made =
          new UpstreamHandler(first, () -> source.tls(channel, target), Opening.this::ended);
      handler = made;
      channel.pipeline().addLast(made);
    }
  }

  private void connected(ChannelFuture done) {
    if (!done.isSuccess()) {
      Throwable cause = done.cause();
      fail(
          cause instanceof ConnectTimeoutException
              ? UpstreamFailure.TIMEOUT
              : UpstreamFailure.UNREACHABLE,
          String.valueOf(cause.getMessage()));
    } else if (over) {
      close(done.channel());
    }
  }

  private void ended(Channel channel, UpstreamDialogue.Action result) {
    switch (result) {
      case Ready ready when handler != null -> ready(new UpstreamLeg(channel, handler), ready);
      case Failed failed -> fail(failed.reason(), failed.detail());
      default -> throw new IllegalStateException("the dialogue goes on");
    }
  }

  private void ready(UpstreamLeg leg, Ready ready) {
    if (finish()) {
      heard.accept(ready.offer());
      arrival.ready(leg, ready.words());
    }
  }

  void fail(UpstreamFailure reason, String detail) {
    if (finish()) {
      closeUpstream();
      report.accept(new Failed(reason, detail));
      arrival.failed();
    }
  }

  private void cancel() {
    if (finish()) {
      closeUpstream();
    }
  }

  private boolean finish() {
    if (over) {
      return false;
    }
    over = true;
    client.closeFuture().removeListener(clientGone);
    if (deadline != null) {
      deadline.cancel(false);
    }
    return true;
  }

  private void closeUpstream() {
    if (upstream != null) {
      close(upstream);
    }
  }

  private static void close(Channel channel) {
    channel.close().addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
  }
}
