// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One live client of each protocol, all signed in with the same app password. */
final class LiveClients implements AutoCloseable {
  private static final long MOST_SECONDS = 30;

  private final List<LiveClient> all;

  private LiveClients(List<LiveClient> all) {
    this.all = all;
  }

  static LiveClients of(Vertx vertx, TestServer server, TestAppPassword with) throws Exception {
    return new LiveClients(
        List.of(
            LineSession.imap(server, with),
            LineSession.smtp(server, with),
            new LdapSession(server, with),
            LineSession.carddav(server, with),
            new Http2Session(vertx, server, with)));
  }

  /** Those of one service. */
  LiveClients of(String service) {
    return new LiveClients(all.stream().filter(each -> each.service().equals(service)).toList());
  }

  /** Those of all others. */
  LiveClients besides(String service) {
    return new LiveClients(all.stream().filter(each -> !each.service().equals(service)).toList());
  }

  /** Waits for their goodbyes, and notes how long each took. */
  void assertEnd(long sinceNanos, Report report) throws Exception {
    assertEnd(sinceNanos, report, "");
  }

  /**
   * @param row what the times are noted under; empty means the client's own name
   */
  void assertEnd(long sinceNanos, Report report, String row) throws Exception {
    for (LiveClient each : all) {
      LiveClient.Goodbye goodbye = each.goodbye().get(MOST_SECONDS, TimeUnit.SECONDS);
      assertTrue(goodbye.words().startsWith(each.lastWords()), each.name() + ": " + goodbye);
      report.add(row.isEmpty() ? each.name() : row, Duration.ofNanos(goodbye.nanos() - sinceNanos));
    }
  }

  void assertSignedIn() throws Exception {
    for (LiveClient each : all) {
      assertTrue(each.isSignedIn(), each.name() + " was signed out");
      assertFalse(each.goodbye().isDone(), each.name() + " was signed out");
    }
  }

  @Override
  public void close() throws IOException {
    for (LiveClient each : all) {
      each.close();
    }
  }
}
