// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.relay;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.latchkey.core.upstream.SystemAuthorities;

/**
 * TLS towards upstreams: certificates are checked against the given authorities or the system's,
 * and for the host's name (RFC 9525). Safe for use by many threads.
 */
final class UpstreamTlsContext implements AutoCloseable {
  private final SslContext context;

  /**
   * @param authorities a PEM file; empty means the system's
   * @throws IOException when it can't be used
   */
  UpstreamTlsContext(Optional<Path> authorities) throws IOException {
    SslContextBuilder builder =
        SslContextBuilder.forClient()
            .sslProvider(OpenSsl.isAvailable() ? SslProvider.OPENSSL_REFCNT : SslProvider.JDK)
            .protocols("TLSv1.3", "TLSv1.2");
    authorities.or(SystemAuthorities::file).ifPresent(pem -> builder.trustManager(pem.toFile()));
    try {
      context = builder.build();
    } catch (SSLException | IllegalArgumentException e) {
      throw new IOException(
          authorities.map(pem -> pem + " can't be used").orElse("there are no authorities"), e);
    }
  }

  /** A handler for one connection's client side. */
  SslHandler newHandler(ByteBufAllocator allocator, String host, int port) {
    return context.newHandler(allocator, host, port);
  }

  @Override
  public void close() {
    ReferenceCountUtil.release(context);
  }
}
