// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.net;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.netty.util.IllegalReferenceCountException;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ImmediateExecutor;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The server's certificate and key, as TLS 1.2 and 1.3 use them: on BoringSSL where its native file
 * loads, else on the JDK. A reload counts for new handshakes; sessions that are open stay. Safe for
 * use by many threads.
 */
public final class TlsMaterial implements AutoCloseable {
  private static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(20);
  private static final Duration SESSION_TIMEOUT = Duration.ofHours(12);

  /** What RFC 9325 §4.2 recommends: forward secrecy and authenticated encryption only. */
  private static final List<String> CIPHERS =
      List.of(
          "TLS_AES_128_GCM_SHA256",
          "TLS_AES_256_GCM_SHA384",
          "TLS_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

  private final Path certificate;
  private final Path key;
  private final SslProvider provider;
  private final TicketKeys ticketKeys = new TicketKeys();
  private volatile SslContext current;
  private volatile boolean closed;

  /**
   * @param certificate a PEM file with the chain, the server's own certificate first
   * @param key a PEM file with its private key (PKCS #8, not encrypted)
   * @throws IOException when they can't be read, or don't belong together
   */
  public TlsMaterial(Path certificate, Path key) throws IOException {
    this.certificate = certificate;
    this.key = key;
    provider = OpenSsl.isAvailable() ? SslProvider.OPENSSL_REFCNT : SslProvider.JDK;
    current = load();
  }

  /** The PEM file with the certificate chain. */
  public Path certificate() {
    return certificate;
  }

  /** The PEM file with the private key. */
  public Path key() {
    return key;
  }

  /**
   * Reads the files again, for handshakes from now on.
   *
   * @throws IOException when they can't be used: the old ones stay in use
   */
  public synchronized void reload() throws IOException {
    SslContext fresh = load();
    SslContext old;
    synchronized (ticketKeys) {
      if (fresh.sessionContext() instanceof OpenSslSessionContext sessions) {
        // They may have been renewed while the files were read.
        ticketKeys.giveTo(sessions);
      }
      old = current;
      current = fresh;
    }
    ReferenceCountUtil.release(old);
  }

  /** A handler for one connection's server side; whoever removes it from its pipeline frees it. */
  public SslHandler newHandler(ByteBufAllocator allocator) {
    return newHandler(allocator, false);
  }

  /** The same, but the first write goes out as it is, and TLS begins behind it. */
  SslHandler newStartTlsHandler(ByteBufAllocator allocator) {
    return newHandler(allocator, true);
  }

  private SslHandler newHandler(ByteBufAllocator allocator, boolean startTls) {
    renewTicketKeys();
    SslContext context = retainedContext();
    try {
      SslHandler handler =
          new SslHandler(context.newEngine(allocator), startTls, ImmediateExecutor.INSTANCE);
      handler.setHandshakeTimeout(HANDSHAKE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      return handler;
    } finally {
      ReferenceCountUtil.release(context);
    }
  }

  private SslContext retainedContext() {
    while (true) {
      try {
        return ReferenceCountUtil.retain(current);
      } catch (IllegalReferenceCountException swappedJustNow) {
        if (closed) {
          throw swappedJustNow;
        }
        Thread.onSpinWait();
      }
    }
  }

  private SslContext load() throws IOException {
    SslContext context = build();
    context.sessionContext().setSessionTimeout((int) SESSION_TIMEOUT.toSeconds());
    if (context.sessionContext() instanceof OpenSslSessionContext sessions) {
      // Tickets resume a session without the server keeping anything.
      sessions.setSessionCacheEnabled(false);
      synchronized (ticketKeys) {
        ticketKeys.giveTo(sessions);
      }
    }
    return context;
  }

  private SslContext build() throws IOException {
    KeyAndChain material = KeyAndChain.read(certificate, key);
    return SslContextBuilder.forServer(material.key(), material.chain())
        .sslProvider(provider)
        .protocols("TLSv1.3", "TLSv1.2")
        .ciphers(CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
        .build();
  }

  private void renewTicketKeys() {
    long now = System.nanoTime();
    synchronized (ticketKeys) {
      if (ticketKeys.isStale(now)
          && current.sessionContext() instanceof OpenSslSessionContext sessions) {
        ticketKeys.renew(now);
        ticketKeys.giveTo(sessions);
      }
    }
  }

  /** Frees the certificate and key; connections that are open keep what they need. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      ReferenceCountUtil.release(current);
    }
  }
}
