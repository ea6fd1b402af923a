// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A part of the DAV port that is passed on to an upstream.
 *
 * @param path what the paths of its requests begin with: {@code /}, or a prefix such as {@code
 *     /carddav/}
 * @param url what stands in the place of {@code path} at the upstream; http or https
 * @param services what the route stands for: an app password has to be good for one of them
 * @param user the attribute of the account that the upstream knows it by
 * @param userHeader the header field that {@link DavSignIn#REMOTE_USER} names the user in
 * @param ca a PEM file of the authorities that an https upstream's certificate is checked against;
 *     empty means the system's
 * @param connectTimeout how long the upstream may take to accept a request, 100 ms to 5 min
 * @param answerTimeout how long it may then be silent, 100 ms to 1 h
 * @param maxConnections open to the upstream at once, 1 to 100,000
 * @param passHeaders header fields of requests that are passed to the upstream beside those of
 *     HTTP, WebDAV, CalDAV and CardDAV
 */
public record DavRouteSettings(
    String path,
    URI url,
    Set<DavService> services,
    DavSignIn signIn,
    String user,
    String userHeader,
    Optional<Path> ca,
    Duration connectTimeout,
    Duration answerTimeout,
    int maxConnections,
    List<String> passHeaders) {
  private static final Pattern PATH = Pattern.compile("/([A-Za-z0-9._~@-]+/)*");
  private static final Pattern DOTS = Pattern.compile(".*/\\.{1,2}/.*");
  private static final Pattern FIELD = Pattern.compile("[A-Za-z][A-Za-z0-9-]*");
  private static final Pattern OURS =
      Pattern.compile(
          "authorization|proxy.*|cookie2?|host|connection|keep-alive|te|trailer|transfer-encoding"
              + "|content-length|upgrade|http2-settings|destination|expect|forwarded|via"
              + "|remote.*|x-remote.*|x-forwarded.*|x-auth.*|x-webauth.*|x-real-ip|x-script-name"
              + "|x-original.*|x-rewrite.*|x-http-method.*|x-method-override|x-accel.*|ssl.*|x-ssl.*"
              + "|x-client.*|x-cluster.*|true-client-ip|cf-.*|fastly-.*|tailscale-.*|x-goog-auth.*"
              + "|x-amzn-oidc.*|x-ms-client-principal.*|x-arr-.*|x-token.*|x-vouch.*|x-pomerium.*");
  private static final Pattern ATTRIBUTE = Pattern.compile("[A-Za-z][A-Za-z0-9-]*");

  public DavRouteSettings {
    services =
        services.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(services));
    passHeaders = List.copyOf(passHeaders);
    new Check()
        .that(
            isFolder(path) && !path.startsWith("/.well-known/"),
            "must begin and end with \"/\", and hold no escapes and no dots in between",
            "path")
        .that(
            isUpstream(url),
            "must be the upstream's http or https URL, such as \"http://127.0.0.1:5232/\"",
            "url")
        .that(!services.isEmpty(), "must name \"carddav\", \"caldav\" or both", "services")
        .that(ATTRIBUTE.matcher(user).matches(), "must be the name of an attribute", "user")
        .that(
            FIELD.matcher(userHeader).matches(),
            "must be the name of a header field: letters, digits and hyphens",
            "user-header")
        .that(
            ca.isEmpty() || "https".equals(url.getScheme()),
            "is of use for an https \"url\" only",
            "ca",
            "url")
        .range("connect-timeout", connectTimeout, Duration.ofMillis(100), Duration.ofMinutes(5))
        .range("answer-timeout", answerTimeout, Duration.ofMillis(100), Duration.ofHours(1))
        .range("max-connections", maxConnections, 1, 100_000)
        .that(
            passHeaders.stream().allMatch(DavRouteSettings::isPassable),
            "must be names of header fields that no server takes for a proxy's word on who asks,"
                + " from where, or for what",
            "pass-headers")
        .done();
  }

  /** What holds where a route's table says nothing; {@code url} is always there. */
  public static DavRouteSettings defaults(URI url) {
    return new DavRouteSettings(
        "/",
        url,
        EnumSet.allOf(DavService.class),
        DavSignIn.REMOTE_USER,
        "mail",
        "X-Remote-User",
        Optional.empty(),
        Duration.ofSeconds(5),
        Duration.ofSeconds(60),
        100,
        List.of());
  }

  /** The path at the upstream that stands in the place of {@link #path}; ends with a slash. */
  public String upstreamPath() {
    return url.getRawPath().isEmpty() ? "/" : url.getRawPath();
  }

  /** Fields of the connection, of identity and of the client's address are this server's to say. */
  private static boolean isPassable(String name) {
    return FIELD.matcher(name).matches() && !OURS.matcher(name.toLowerCase(Locale.ROOT)).matches();
  }

  /**
   * The host of its upstream, where no port but the scheme's own goes with it, or host and port; in
   * one spelling for each.
   */
  String origin() {
    String host = url.getHost().toLowerCase(Locale.ROOT);
    boolean loopback = host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
    String name = loopback ? "localhost" : host;
    boolean standard =
        url.getPort() < 0 || url.getPort() == ("http".equals(url.getScheme()) ? 80 : 443);
    return standard ? name : name + ":" + url.getPort();
  }

  private static boolean isFolder(String path) {
    return PATH.matcher(path).matches() && !DOTS.matcher(path).matches();
  }

  private static boolean isUpstream(URI url) {
    boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
    return http
        && url.getHost() != null
        && url.getPort() <= 65_535
        && url.getRawUserInfo() == null
        && url.getRawQuery() == null
        && url.getRawFragment() == null
        && (url.getRawPath().isEmpty() || isFolder(url.getRawPath()));
  }
}
