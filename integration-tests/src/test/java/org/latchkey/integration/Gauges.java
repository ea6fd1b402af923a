// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

/** A server's metrics, as its operator reads them. */
record Gauges(TestServer server) {
  /** How many connections are signed in, the test's own on the admin port left out. */
  int liveSessions() throws IOException, InterruptedException {
    return (int) value("latchkey_live_sessions") - 1;
  }

  private double value(String name) throws IOException, InterruptedException {
    URI metrics = URI.create("http://127.0.0.1:" + server.ports().health() + "/metrics");
    try (HttpClient client = HttpClient.newHttpClient()) {
      String text =
          client.send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofString()).body();
      return text.lines()
          .filter(line -> line.startsWith(name + " "))
          .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
          .findFirst()
          .orElseThrow(() -> new AssertionError("no " + name + " in " + text));
    }
  }
}
