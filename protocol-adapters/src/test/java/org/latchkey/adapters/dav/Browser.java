// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import javax.net.ssl.SSLContext;

/** An HTTP client that does as it is told: it follows no redirect and answers no challenge. */
public final class Browser implements AutoCloseable {
  private final HttpClient client;
  private final URI base;

  Browser(InetSocketAddress server, HttpClient.Version version, SSLContext tls) {
    client = HttpClient.newBuilder().version(version).sslContext(tls).build();
    base = URI.create("https://127.0.0.1:" + server.getPort());
  }

  Browser(InetSocketAddress server) {
    client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    base = URI.create("http://127.0.0.1:" + server.getPort());
  }

  static String basic(String name, String password) {
    byte[] pair = (name + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  HttpResponse<String> send(String method, String path, String body, String... fields)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve(path))
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    if (fields.length > 0) {
      request.headers(fields);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /** As alice. */
  HttpResponse<String> send(Rig.Made with, String method, String path, String body)
      throws IOException, InterruptedException {
    return send(method, path, body, "Authorization", basic("alice", with.secret()), "Depth", "0");
  }

  HttpResponse<String> propfind(Rig.Made with, String path, String... properties)
      throws IOException, InterruptedException {
    return send(with, "PROPFIND", path, propfind(properties));
  }

  /** The body that asks for these, spelled with the prefixes d, card and cal. */
  public static String propfind(String... properties) {
    StringBuilder body =
        new StringBuilder("<?xml version=\"1.0\"?><d:propfind xmlns:d=\"DAV:\" ")
            .append("xmlns:card=\"urn:ietf:params:xml:ns:carddav\" ")
            .append("xmlns:cal=\"urn:ietf:params:xml:ns:caldav\" ")
            .append("xmlns:cs=\"http://calendarserver.org/ns/\"><d:prop>");
    for (String each : properties) {
      body.append('<').append(each).append("/>");
    }
    return body.append("</d:prop></d:propfind>").toString();
  }

  @Override
  public void close() {
    client.close();
  }
}
