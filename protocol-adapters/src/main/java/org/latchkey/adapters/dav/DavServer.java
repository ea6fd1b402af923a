// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.ServerSSLOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.latchkey.adapters.dav.gateway.Routes;
import org.latchkey.adapters.net.Limits;
import org.latchkey.config.ListenerSettings;
import org.latchkey.core.audit.Audit;
import org.latchkey.core.session.LiveSessions;
import org.latchkey.core.signin.SignIn;

/**
 * The CardDAV and CalDAV server. It is started once; all its methods block until they are done, and
 * none is called on an event loop.
 */
public final class DavServer implements AutoCloseable {
  private static final long DONE_SECONDS = 30;

  /** By it, Vert.x knows the event loops that are to share one free port. */
  private static final AtomicInteger lastFreePort = new AtomicInteger();

  private final Parts parts;
  private final Optional<Tls> tls;
  private final List<HttpServer> servers = new CopyOnWriteArrayList<>();
  private Optional<String> deployment = Optional.empty();

  /** The PEM files of the server's certificate chain and its key. */
  public record Tls(Path certificate, Path key) {}

  /** What it works with. */
  public record Parts(
      Vertx vertx,
      SignIn signIn,
      LiveSessions sessions,
      Limits limits,
      Routes routes,
      Site site,
      Audit audit) {}

  /** An HTTPS server: HTTP/1.1 and HTTP/2. */
  public DavServer(Parts parts, Tls tls) {
    this.parts = parts;
    this.tls = Optional.of(tls);
  }

  /**
   * A server without TLS, HTTP/1.1 only: it takes passwords only from the networks that may sign in
   * in clear text.
   */
  public DavServer(Parts parts) {
    this.parts = parts;
    this.tls = Optional.empty();
  }

  /**
   * Opens the port, served by as many event loops as there are processors.
   *
   * @return the address that it is bound to
   * @throws IllegalStateException when it can't be bound, or the certificate can't be used
   */
  public synchronized InetSocketAddress start(ListenerSettings listener) {
    if (deployment.isPresent()) {
      throw new IllegalStateException("started already");
    }
    InetSocketAddress wanted = listener.socketAddress();
    String host = wanted.getAddress().getHostAddress();
    SocketAddress address =
        wanted.getPort() == 0
            ? SocketAddress.sharedRandomPort(lastFreePort.incrementAndGet(), host)
            : SocketAddress.inetSocketAddress(wanted.getPort(), host);
    int loops = Runtime.getRuntime().availableProcessors();
    Future<String> deployed =
        parts
            .vertx()
            .deployVerticle(
                () -> new DavListener(parts, address, server(), loops),
                new DeploymentOptions().setInstances(loops));
    deployment = Optional.of(done(deployed, "the DAV port can't be opened"));
    return new InetSocketAddress(wanted.getAddress(), servers.getFirst().actualPort());
  }

  private HttpServer server() {
    HttpServer server =
        parts.vertx().createHttpServer(DavOptions.of(parts.limits().settings(), tls));
    servers.add(server);
    return server;
  }

  /**
   * Reads the certificate and key again, for connections from now on; those that are open stay.
   *
   * @throws IllegalStateException when they can't be used: the old ones go on
   */
  public synchronized void reloadTls() {
    if (tls.isPresent() && deployment.isPresent()) {
      ServerSSLOptions options = DavOptions.ssl(parts.limits().settings(), tls.get());
      // All listeners of one port share one context: telling one of them tells all.
      done(servers.getFirst().updateSSLOptions(options, true), "the certificate can't be used");
    }
  }

  /** Closes the port and every connection. */
  @Override
  public synchronized void close() {
    if (deployment.isPresent()) {
      String id = deployment.get();
      deployment = Optional.empty();
      done(parts.vertx().undeploy(id), "the DAV port can't be closed");
    }
  }

  private static <T> T done(Future<T> future, String failure) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(DONE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(failure, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(failure, e);
    }
  }
}
