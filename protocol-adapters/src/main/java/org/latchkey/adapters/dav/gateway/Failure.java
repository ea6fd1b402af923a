// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav.gateway;

import io.netty.channel.ConnectTimeoutException;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.latchkey.core.upstream.UpstreamFailure;

/**
 * Why an upstream couldn't serve a request.
 *
 * @param detail what is known more; may be empty
 */
record Failure(UpstreamFailure reason, String detail) {
  static Failure of(Throwable failure) {
    UpstreamFailure reason =
        switch (failure) {
          case SSLException tls -> UpstreamFailure.TLS;
          case ConnectTimeoutException slow -> UpstreamFailure.TIMEOUT;
          case TimeoutException slow -> UpstreamFailure.TIMEOUT;
          case SocketException none -> UpstreamFailure.UNREACHABLE;
          case UnknownHostException none -> UpstreamFailure.UNREACHABLE;
          case ConnectionPoolTooBusyException busy -> UpstreamFailure.UNREACHABLE;
          default -> UpstreamFailure.PROTOCOL;
        };
    return new Failure(reason, String.valueOf(failure.getMessage()));
  }
}
