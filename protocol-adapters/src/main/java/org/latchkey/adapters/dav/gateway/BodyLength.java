// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav.gateway;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.List;
import java.util.Optional;

/** How long the body of a request is, by its head. */
sealed interface BodyLength {
  /** There is none. */
  record None() implements BodyLength {}

  /** In octets. */
  record Known(long octets) implements BodyLength {}

  /** It will show: chunks, or a stream of HTTP/2 that says nothing of it. */
  record Unknown() implements BodyLength {}

  /** Empty for a length that is none. */
  static Optional<BodyLength> of(HttpServerRequest request) {
    List<String> lengths = request.headers().getAll(HttpHeaders.CONTENT_LENGTH);
    if (lengths.size() > 1) {
      return Optional.empty();
    }
    if (lengths.size() == 1) {
      String digits = lengths.getFirst().strip();
      boolean number = !digits.isEmpty() && digits.length() <= 18;
      return number && digits.chars().allMatch(c -> c >= '0' && c <= '9')
          ? Optional.of(new Known(Long.parseLong(digits)))
          : Optional.empty();
    }
    boolean chunked = request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
    boolean streamed = request.version() == HttpVersion.HTTP_2 && !request.isEnded();
    return Optional.of(chunked || streamed ? new Unknown() : new None());
  }
}
