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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLException;

/**
 * TLS towards upstreams: certificates are checked against the given authorities or the system's,
 * and for the host's name (RFC 9525). Safe for use by many threads.
 */
final class UpstreamTlsContext implements AutoCloseable {
  /** Debian's and its kin's; elsewhere the JDK's own authorities count. */
  private static final Path SYSTEM = Path.of("/etc/ssl/certs/ca-certificates.crt");

  private final SslContext context;

  /**
   * @param authorities a PEM file; empty means the system's
   * @throws IOException when it can't be used
   */
  UpstreamTlsContext(Optional<Path> authorities) throws IOException {
    Optional<Path> system = Optional.of(SYSTEM).filter(Files::isReadable);
    SslContextBuilder builder =
        SslContextBuilder.forClient()
            .sslProvider(OpenSsl.isAvailable() ? SslProvider.OPENSSL_REFCNT : SslProvider.JDK)
            .protocols("TLSv1.3", "TLSv1.2");
    authorities.or(() -> system).ifPresent(pem -> builder.trustManager(pem.toFile()));
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
