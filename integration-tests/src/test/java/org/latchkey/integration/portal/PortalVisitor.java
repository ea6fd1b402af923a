// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration.portal;

import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Somebody at the portal without a browser: keeps one cookie and the token of the last form that
 * was seen, follows nothing, and sends whatever it is told to. Belongs to one thread at a time.
 */
final class PortalVisitor {
  private static final Pattern TOKEN = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"");

  private final HttpClient http;
  private final String origin;
  private final String name;
  private final Pattern setCookie;
  private @Nullable String cookie;
  private String token = "";

  /**
   * @param origin such as {@code https://127.0.0.1:1443}
   */
  PortalVisitor(HttpClient http, String origin) {
    this.http = http;
    this.origin = origin;
    name = "__Host-latchkey-" + java.net.URI.create(origin).getPort();
    setCookie = Pattern.compile(Pattern.quote(name) + "=([^;]*)(;.*)?");
  }

  /** The name of the cookie, which is that of its port. */
  String cookieName() {
    return name;
  }

  /** What came back. */
  record Answer(HttpResponse<byte[]> response) {
    int status() {
      return response.statusCode();
    }

    String text() {
      return new String(response.body(), StandardCharsets.UTF_8);
    }

    /** The header's value; empty where there is none. */
    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    /** What is told to whoever looks at a failed test. */
    @Override
    public String toString() {
      return status() + " " + response.headers().map() + "\n" + text();
    }
  }

  /** The value of the cookie; null where there is none yet. */
  @Nullable String cookie() {
    return cookie;
  }

  void cookie(@Nullable String value) {
    cookie = value;
  }

  /** What the next form sends back. */
  String token() {
    return token;
  }

  void token(String value) {
    token = value;
  }

  /** Another browser that holds the same cookie and token. */
  PortalVisitor twin() {
    PortalVisitor twin = new PortalVisitor(http, origin);
    twin.cookie = cookie;
    twin.token = token;
    return twin;
  }

  Answer get(String path) throws Exception {
    return send(request(path).GET());
  }

  /** Sends a form: its token and these fields, name and value by turns. */
  Answer post(String path, String... fields) throws Exception {
    List<String> all = new ArrayList<>(List.of("csrf", token));
    all.addAll(List.of(fields));
    return send(form(path, all.toArray(String[]::new)));
  }

  /** A form without anything that wasn't named. */
  HttpRequest.Builder form(String path, String... fields) {
    return request(path)
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(HttpRequest.BodyPublishers.ofString(encoded(fields)));
  }

  static String encoded(String... fields) {
    StringBuilder body = new StringBuilder();
    for (int i = 0; i < fields.length; i += 2) {
      body.append(i == 0 ? "" : "&")
          .append(URLEncoder.encode(fields[i], StandardCharsets.UTF_8))
          .append('=')
          .append(URLEncoder.encode(fields[i + 1], StandardCharsets.UTF_8));
    }
    return body.toString();
  }

  /** A request of any kind, with the cookie. */
  HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(java.net.URI.create(origin + path));
    if (cookie != null) {
      request.header("Cookie", name + "=" + cookie);
    }
    return request;
  }

  String origin() {
    return origin;
  }

  Answer send(HttpRequest.Builder request) throws Exception {
    Answer answer = new Answer(http.send(request.build(), BodyHandlers.ofByteArray()));
    for (String each : answer.response().headers().allValues("Set-Cookie")) {
      Matcher set = setCookie.matcher(each);
      if (set.matches()) {
        cookie = set.group(1);
      }
    }
    Matcher form = TOKEN.matcher(answer.text());
    if (form.find()) {
      token = form.group(1);
    }
    return answer;
  }
}
