// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The JDK's HTTP client, as a CardDAV and a CalDAV client. */
final class DavClients {
  private DavClients() {}

  static void addTo(Map<String, SignInClient> clients, TestServer server) {
    clients.put("JDK CardDAV HTTP/1.1", new Dav(server, HttpClient.Version.HTTP_1_1, "carddav"));
    clients.put("JDK CardDAV HTTP/2", new Dav(server, HttpClient.Version.HTTP_2, "carddav"));
    clients.put("JDK CalDAV HTTP/1.1", new Dav(server, HttpClient.Version.HTTP_1_1, "caldav"));
    clients.put("JDK CalDAV HTTP/2", new Dav(server, HttpClient.Version.HTTP_2, "caldav"));
  }

  static HttpClient client(TestServer server, HttpClient.Version version) {
    return HttpClient.newBuilder().sslContext(server.tls()).version(version).build();
  }

  static String basic(String name, String password) {
    byte[] pair = (name + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  /** PROPFIND, depth 0, with Basic authentication. */
  static HttpRequest propfind(TestServer server, String path, String name, String password) {
    return HttpRequest.newBuilder(
            URI.create("https://" + TestServer.HOST + ":" + server.ports().https() + path))
        .method("PROPFIND", HttpRequest.BodyPublishers.noBody())
        .header("Depth", "0")
        .header("Authorization", basic(name, password))
        .build();
  }

  private record Dav(TestServer server, HttpClient.Version version, String service)
      implements SignInClient {
    @Override
    public Optional<String> signIn(String name, String password) throws Exception {
      try (HttpClient client = client(server, version)) {
        HttpResponse<String> answer =
            client.send(
                propfind(server, "/" + service + "/", name, password),
                HttpResponse.BodyHandlers.ofString());
        if (answer.version() != version) {
          throw new AssertionError("answered by " + answer.version());
        }
        return switch (answer.statusCode()) {
          case 207 -> Optional.empty();
          case 401 -> Optional.of(words(answer));
          default -> throw new AssertionError(answer + answer.body());
        };
      }
    }

    private static String words(HttpResponse<String> answer) {
      TreeMap<String, Object> fields = new TreeMap<>(answer.headers().map());
      fields.remove("date");
      return answer.statusCode() + " " + fields + " " + answer.body();
    }
  }
}
