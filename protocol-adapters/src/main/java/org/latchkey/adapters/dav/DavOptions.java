// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav;

import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.SSLEngineOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.latchkey.config.NetworkSettings;

/** What Vert.x is told of the DAV port. Everything that a client can make grow has a bound. */
final class DavOptions {
  /** RFC 9110 §4.1: a URI of 8,000 octets, with a method and a version around it. */
  private static final int MAX_LINE_BYTES = 8_100;

  private static final int MAX_HEAD_BYTES = 16 * 1024;

  /** How many streams a connection may have at once that nobody has signed in on. */
  static final int STREAMS_BEFORE_SIGN_IN = 16;

  private static final int MAX_STREAMS = 100;
  private static final int MAX_RESETS = 100;
  private static final int RESETS_WINDOW_SECONDS = 30;
  private static final int MAX_CONTINUATIONS = 16;
  private static final Duration HANDSHAKE = Duration.ofSeconds(10);

  private DavOptions() {}

  static HttpServerOptions of(NetworkSettings network, Optional<DavServer.Tls> tls) {
    HttpServerOptions options = new HttpServerOptions();
    options
        .setMaxInitialLineLength(MAX_LINE_BYTES)
        .setMaxHeaderSize(MAX_HEAD_BYTES)
        .setDecompressionSupported(false)
        .setCompressionSupported(false)
        .setPerFrameWebSocketCompressionSupported(false)
        .setPerMessageWebSocketCompressionSupported(false)
        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
        .setIdleTimeout((int) network.idleTimeout().toMillis())
        .setTcpNoDelay(true)
        .setUseProxyProtocol(!network.proxyProtocol().isEmpty())
        .setProxyProtocolTimeoutUnit(TimeUnit.MILLISECONDS)
        .setProxyProtocolTimeout(handshakeMillis(network))
        .setHttp2ClearTextEnabled(false);
    options
        .setInitialSettings(
            new Http2Settings()
                .setMaxConcurrentStreams(STREAMS_BEFORE_SIGN_IN)
                .setMaxHeaderListSize(MAX_HEAD_BYTES)
                .setPushEnabled(false))
        .setHttp2RstFloodMaxRstFramePerWindow(MAX_RESETS)
        .setHttp2RstFloodWindowDuration(RESETS_WINDOW_SECONDS)
        .setHttp2RstFloodWindowDurationTimeUnit(TimeUnit.SECONDS)
        .setHttp2MaxSmallContinuationFrames(MAX_CONTINUATIONS);
    tls.ifPresent(files -> encrypt(options, network, files));
    return options;
  }

  /** Lets a connection have more streams at once, now that somebody has signed in on it. */
  static void signedIn(HttpConnection http) {
    if (http.protocolVersion() == HttpVersion.HTTP_2
        && http.settings() instanceof Http2Settings settings) {
      var _ = http.updateSettings(new Http2Settings(settings).setMaxConcurrentStreams(MAX_STREAMS));
    }
  }

  /** A handshake is a part of the sign-in. */
  private static long handshakeMillis(NetworkSettings network) {
    return Math.min(HANDSHAKE.toMillis(), network.signInDeadline().toMillis());
  }

  private static void encrypt(
      HttpServerOptions options, NetworkSettings network, DavServer.Tls files) {
    options
        .setSsl(true)
        .setUseAlpn(true)
        .setAlpnVersions(List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1, HttpVersion.HTTP_1_0))
        .setKeyCertOptions(pem(files))
        .setEnabledSecureTransportProtocols(protocols())
        .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
        .setSslHandshakeTimeout(handshakeMillis(network))
        .setSslEngineOptions(engine());
  }

  /** The TLS settings of a running server, with its files read anew. */
  static ServerSSLOptions ssl(NetworkSettings network, DavServer.Tls files) {
    HttpServerOptions options = new HttpServerOptions();
    encrypt(options, network, files);
    // Of what Vert.x sets itself at the start, an update would lose the protocols of ALPN.
    return options
        .getSslOptions()
        .setApplicationLayerProtocols(List.of("h2", "http/1.1", "http/1.0"));
  }

  private static SSLEngineOptions engine() {
    return OpenSSLEngineOptions.isAvailable()
        ? new OpenSSLEngineOptions()
        : new JdkSSLEngineOptions();
  }

  private static Set<String> protocols() {
    return new LinkedHashSet<>(List.of("TLSv1.3", "TLSv1.2"));
  }

  private static PemKeyCertOptions pem(DavServer.Tls files) {
    return new PemKeyCertOptions()
        .setCertPath(files.certificate().toString())
        .setKeyPath(files.key().toString());
  }
}
