// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav.gateway;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.PemTrustOptions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.latchkey.adapters.dav.http.Authority;
import org.latchkey.config.DavRouteSettings;
import org.latchkey.core.account.AccountId;
import org.latchkey.core.upstream.SystemAuthorities;

/**
 * One event loop's connections to the upstream of a route. Each is one account's for as long as it
 * is open: an upstream that says more than it was asked for says it to nobody else. Belongs to the
 * event loop.
 */
final class UpstreamPool {
  /** Less than the 5 s after which Apache and others close an idle one: no race with them. */
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(4);

  private static final int MOST_WAITING = 1000;

  private final Vertx vertx;
  private final NetClient client;
  private final DavRouteSettings settings;
  private final int most;

  /** The idle ones, longest first, each with the timer that ends it. */
  private final Map<UpstreamConnection, Long> idle = new LinkedHashMap<>();

  private final Map<UpstreamConnection, Key> open = new HashMap<>();
  private final Deque<Waiting> waiting = new ArrayDeque<>();

  private int connecting;

  /** Whose a connection is. */
  record Key(Address address, AccountId account) {}

  private record Waiting(Key key, Promise<UpstreamConnection> promise, long timer) {}

  UpstreamPool(Vertx vertx, DavRouteSettings settings, int loops) {
    this.vertx = vertx;
    this.settings = settings;
    this.most = Math.ceilDiv(settings.maxConnections(), loops);
    this.client = vertx.createNetClient(options(settings));
  }

  private static NetClientOptions options(DavRouteSettings settings) {
    long connectMillis = settings.connectTimeout().toMillis();
    NetClientOptions options =
        new NetClientOptions()
            .setConnectTimeout((int) connectMillis)
            .setTcpNoDelay(true)
            .setHostnameVerificationAlgorithm("HTTPS")
            .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
            .setSslHandshakeTimeout(connectMillis)
            .setSslEngineOptions(
                OpenSSLEngineOptions.isAvailable()
                    ? new OpenSSLEngineOptions()
                    : new JdkSSLEngineOptions());
    settings
        .ca()
        .or(SystemAuthorities::file)
        .ifPresent(
            file -> options.setTrustOptions(new PemTrustOptions().addCertPath(file.toString())));
    return options;
  }

  /** One for an exchange: it gives itself back when that is over. */
  Future<UpstreamConnection> take(Key key) {
    Optional<UpstreamConnection> kept = kept(key);
    if (kept.isPresent()) {
      return Future.succeededFuture(kept.get());
    }
    if (waiting.size() >= MOST_WAITING) {
      return Future.failedFuture(new ConnectionPoolTooBusyException("too many wait for it"));
    }
    Promise<UpstreamConnection> promise = Promise.promise();
    long timer = vertx.setTimer(settings.connectTimeout().toMillis(), now -> tooLong(promise));
    waiting.add(new Waiting(key, promise, timer));
    serve();
    return promise.future();
  }

  private Optional<UpstreamConnection> kept(Key key) {
    for (UpstreamConnection each : idle.keySet()) {
      if (key.equals(open.get(each)) && each.isReusable()) {
        awake(each);
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  private void awake(UpstreamConnection connection) {
    Long timer = idle.remove(connection);
    if (timer != null) {
      vertx.cancelTimer(timer);
    }
  }

  private void tooLong(Promise<UpstreamConnection> promise) {
    waiting.removeIf(each -> each.promise().equals(promise));
    promise.tryFail(new TimeoutException("no connection in time"));
  }

  /** Lets those in who wait, as far as there is room; an idle one of another's makes room. */
  private void serve() {
    while (!waiting.isEmpty()) {
      if (open.size() + connecting >= most && !makeRoom()) {
        return;
      }
      Waiting next = waiting.remove();
      connecting++;
      connect(next);
    }
  }

  private boolean makeRoom() {
    Iterator<UpstreamConnection> longest = idle.keySet().iterator();
    if (!longest.hasNext()) {
      return false;
    }
    end(longest.next());
    return true;
  }

  private void connect(Waiting next) {
    Address address = next.key().address();
    ConnectOptions to =
        new ConnectOptions()
            .setHost(address.host())
            .setPort(address.port())
            .setSsl(address.encrypted());
    if (address.encrypted() && Authority.isName(address.host())) {
      to.setSniServerName(address.host());
    }
    client
        .connect(to)
        .onComplete(
            socket -> connected(next, socket),
            failure -> {
              connecting--;
              vertx.cancelTimer(next.timer());
              next.promise().tryFail(failure);
              serve();
            });
  }

  private void connected(Waiting next, NetSocket socket) {
    connecting--;
    vertx.cancelTimer(next.timer());
    UpstreamConnection connection =
        new UpstreamConnection((NetSocketInternal) socket, this::isOver);
    open.put(connection, next.key());
    if (!next.promise().tryComplete(connection)) {
      end(connection);
      serve();
    }
  }

  /** An exchange is over, or the connection is. */
  private void isOver(UpstreamConnection connection) {
    if (!open.containsKey(connection)) {
      return;
    }
    awake(connection);
    if (!connection.isReusable()) {
      end(connection);
    } else if (!handedOn(connection)) {
      long timer = vertx.setTimer(KEEP_ALIVE.toMillis(), now -> end(connection));
      idle.put(connection, timer);
      connection.resume();
    }
    serve();
  }

  /** To the first who waits for one of the same account's. */
  private boolean handedOn(UpstreamConnection connection) {
    for (Waiting each : waiting) {
      if (each.key().equals(open.get(connection))) {
        waiting.remove(each);
        vertx.cancelTimer(each.timer());
        return each.promise().tryComplete(connection);
      }
    }
    return false;
  }

  private void end(UpstreamConnection connection) {
    awake(connection);
    open.remove(connection);
    connection.close();
  }
}
