// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav.gateway;

import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import org.latchkey.core.account.AccountId;

/**
 * A question to an upstream by whose answer it shows which version of HTTP it speaks (RFC 9112
 * §6.1). Belongs to the event loop.
 */
final class Probe implements UpstreamConnection.Exchange {
  private final Upstreams upstreams;
  private final Address address;
  private final Promise<Boolean> answer = Promise.promise();
  private boolean http11;

  private Probe(Upstreams upstreams, Address address) {
    this.upstreams = upstreams;
    this.address = address;
  }

  /** Whether it is HTTP/1.1; completed once the upstream is ready for the next request. */
  static Future<Boolean> ask(
      Upstreams upstreams, Route route, Address address, AccountId account, HttpRequest question) {
    return upstreams
        .connection(route, address, account)
        .compose(
            connection -> {
              Probe probe = new Probe(upstreams, address);
              connection.begin(question, probe);
              connection.finish();
              return probe.answer.future();
            });
  }

  @Override
  public void goOn() {}

  @Override
  public void atWork() {}

  @Override
  public void drained() {}

  @Override
  public void head(HttpResponse head) {
    http11 = head.protocolVersion().minorVersion() > 0;
    upstreams.learn(address, http11);
  }

  @Override
  public void body(Buffer octets) {}

  @Override
  public void end() {
    answer.tryComplete(http11);
  }

  @Override
  public void failed(Throwable failure) {
    answer.tryFail(failure);
  }
}
