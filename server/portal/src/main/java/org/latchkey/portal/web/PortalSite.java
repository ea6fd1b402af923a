// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.web;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.latchkey.portal.session.KnownBrowsers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The portal on Vert.x Web: forms are read on the connection's event loop, pages answered on
 * virtual threads. It serves any number of event loops.
 */
public final class PortalSite {
  /** What every page's path begins with. */
  public static final String PREFIX = "/portal";

  private static final Logger log = LoggerFactory.getLogger(PortalSite.class);
  private static final Pattern BAD_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");
  private static final Pattern PLAIN_PATH = Pattern.compile("[A-Za-z0-9/_-]+");
  private static final Pattern CHARSET =
      Pattern.compile("(?i);\\s*charset\\s*=\\s*\"?([A-Za-z0-9][A-Za-z0-9._:+-]*)");
  private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);
  private static final int MAX_BODY_BYTES = 64 * 1024;

  /** What somebody may send whose primary password hasn't been seen. */
  private static final int MAX_STRANGERS_BODY_BYTES = 8 * 1024;

  private final Gate gate;
  private final Executor pages;
  private final Router router;
  private final Map<String, Set<String>> allowed = new LinkedHashMap<>();
  private final Map<String, Route> forms = new HashMap<>();
  private final List<Pattern> discovery;

  /**
   * @param resources by their whole paths
   * @param pages where requests are answered: virtual threads
   */
  public PortalSite(
      Vertx vertx, Gate gate, List<Route> routes, Map<String, Resource> resources, Executor pages) {
    this.gate = gate;
    this.pages = pages;
    router = Router.router(vertx);
    router.route().handler(in -> RequestBody.read(in, mostBytes(in.request())));
    routes.forEach(route -> add(methods(route), PREFIX + route.path(), in -> page(route, in)));
    routes.stream()
        .filter(route -> route.method() == Route.Method.POST)
        .forEach(route -> forms.put(PREFIX + route.path(), route));
    resources.forEach((path, of) -> add(methods(path), path, in -> resource(of, in)));
    allowed
        .keySet()
        .forEach(
            path ->
                (path.startsWith(PREFIX)
                        ? router.route(path)
                        : router.routeWithRegex(anyCase(path)))
                    .handler(in -> notAllowed(path, in)));
    Route nowhere = Route.get("/", Access.ANYONE, visit -> gate.notFound(visit));
    router.route().handler(context -> page(nowhere, context));
    router.route().failureHandler(this::failed);
    discovery =
        resources.keySet().stream()
            .filter(path -> !path.startsWith(PREFIX))
            .map(path -> Pattern.compile(anyCase(path)))
            .toList();
  }

  private void add(Set<HttpMethod> methods, String path, Handler<RoutingContext> handler) {
    methods.forEach(
        method ->
            (path.startsWith(PREFIX)
                    ? router.route(method, path)
                    : router.routeWithRegex(method, anyCase(path)))
                .handler(handler));
    allowed
        .computeIfAbsent(path, none -> new TreeSet<>())
        .addAll(methods.stream().map(HttpMethod::name).toList());
  }

  /** Clients spell what they look for by themselves as they like; a star is any more. */
  private static String anyCase(String path) {
    return path.endsWith("*")
        ? "(?i)" + Pattern.quote(path.substring(0, path.length() - 1)) + ".*"
        : "(?i)" + Pattern.quote(path);
  }

  private static Set<HttpMethod> methods(Route route) {
    return switch (route.method()) {
      case GET -> READING;
      case POST -> Set.of(HttpMethod.POST);
    };
  }

  /** A link that is good once is not used up by a HEAD, which shows nothing of it. */
  private static Set<HttpMethod> methods(String resource) {
    return resource.contains(":")
        ? Set.of(HttpMethod.GET)
        : Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.POST);
  }

  /** What only a form leads to has no page of its own: a browser is sent to the form's. */
  private void notAllowed(String path, RoutingContext context) {
    Optional<String> formPage =
        READING.contains(context.request().method())
            ? Optional.ofNullable(forms.get(path)).flatMap(form -> formPage(form, context))
            : Optional.empty();
    send(
        context,
        formPage
            .map(Reply::seeOther)
            .orElseGet(
                () ->
                    gate.plain(405)
                        .with("Allow", String.join(", ", allowed.getOrDefault(path, Set.of())))));
  }

  private Optional<String> formPage(Route form, RoutingContext context) {
    return allowed.getOrDefault(PREFIX + form.form().path(), Set.of()).contains("GET")
        ? Optional.of(PREFIX + form.formPath(context.pathParams()))
            .filter(p -> PLAIN_PATH.matcher(p).matches())
        : Optional.empty();
  }

  /** Whether a request is for a page, by its path. */
  public boolean hasPageFor(HttpServerRequest request) {
    @Nullable String path = request.path();
    return path != null
        && (path.equals(PREFIX)
            || path.startsWith(PREFIX + "/")
            || isBrowserAtTheDoor(request, path));
  }

  /** Whether a request is for what clients look for by themselves, by its path. */
  public boolean isDiscovery(HttpServerRequest request) {
    @Nullable String path = request.path();
    return path != null && discovery.stream().anyMatch(each -> each.matcher(path).matches());
  }

  /** Somebody who typed the host name; contacts and calendar clients ask for no HTML. */
  private static boolean isBrowserAtTheDoor(HttpServerRequest request, String path) {
    @Nullable String accept = request.getHeader("Accept");
    return path.equals("/")
        && HttpMethod.GET.equals(request.method())
        && request.getHeader("Authorization") == null
        && accept != null
        && accept.contains("text/html");
  }

  /** Answers a request; one that is for nothing here, by a page that says so. */
  public void handle(HttpServerRequest request) {
    if (isWellFormed(request)) {
      router.handle(request);
    } else {
      send(request, gate.plain(400));
    }
  }

  /** Whether every percent sign of the path begins an octet (RFC 3986 §2.1). */
  private static boolean isWellFormed(HttpServerRequest request) {
    @Nullable String path = request.path();
    return path != null && !BAD_ESCAPE.matcher(path).find();
  }

  private void page(Route route, RoutingContext context) {
    if ("/".equals(context.request().path()) || PREFIX.equals(context.request().path())) {
      send(context, Reply.seeOther(PREFIX + "/"));
      return;
    }
    Incoming incoming = incoming(context);
    answer(context, () -> gate.reply(route, incoming));
  }

  private void resource(Resource resource, RoutingContext context) {
    Resource.Request request =
        new Resource.Request(
            context.pathParams().values().stream().findFirst().orElse(""),
            form(context.queryParams()),
            RequestBody.of(context),
            charset(context.request()),
            client(context.request()));
    answer(context, () -> resource.reply(request));
  }

  /** RFC 9110 §8.3.2. */
  private static Optional<Charset> charset(HttpServerRequest request) {
    @Nullable String type = request.getHeader("Content-Type");
    Matcher named = CHARSET.matcher(type == null ? "" : type);
    return named.find() && Charset.isSupported(named.group(1))
        ? Optional.of(Charset.forName(named.group(1)))
        : Optional.empty();
  }

  private void answer(RoutingContext context, Supplier<Reply> reply) {
    Future.fromCompletionStage(
            CompletableFuture.supplyAsync(reply, pages), context.vertx().getOrCreateContext())
        .onComplete(answer -> send(context, answer), context::fail);
  }

  private static Incoming incoming(RoutingContext context) {
    HttpServerRequest request = context.request();
    @Nullable String whole = request.path();
    String path = whole == null ? "/" : whole.substring(Math.min(PREFIX.length(), whole.length()));
    return new Incoming(
        path,
        new HashMap<>(context.pathParams()),
        form(context.queryParams()),
        new Form(RequestBody.form(context)),
        cookie(request, PortalHeaders.session(request)),
        cookie(request, PortalHeaders.knownBrowser(request)),
        isSameOrigin(request),
        client(request));
  }

  private int mostBytes(HttpServerRequest request) {
    return gate.knows(cookie(request, PortalHeaders.session(request)), client(request))
        ? MAX_BODY_BYTES
        : MAX_STRANGERS_BODY_BYTES;
  }

  private static Optional<String> cookie(HttpServerRequest request, String name) {
    return Optional.ofNullable(request.getCookie(name)).map(Cookie::getValue);
  }

  private static Form form(MultiMap fields) {
    Map<String, List<String>> all = new HashMap<>();
    fields.names().forEach(name -> all.put(name, fields.getAll(name)));
    return new Form(all);
  }

  /** By Origin (RFC 6454 §7) and by Fetch Metadata, where the browser sends them. */
  private static boolean isSameOrigin(HttpServerRequest request) {
    @Nullable String site = request.getHeader("Sec-Fetch-Site");
    @Nullable String origin = request.getHeader("Origin");
    @Nullable HostAndPort own = request.authority();
    boolean siteAgrees = site == null || site.equals("same-origin") || site.equals("none");
    return siteAgrees && (origin == null || (own != null && origin.equals("https://" + own)));
  }

  private static InetSocketAddress client(HttpServerRequest request) {
    SocketAddress address = request.remoteAddress();
    @Nullable String host = address == null ? null : address.hostAddress();
    return host == null
        ? new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)
        : new InetSocketAddress(InetAddress.ofLiteral(host), address.port());
  }

  private static void send(RoutingContext context, Reply reply) {
    send(context.request(), reply);
  }

  private static void send(HttpServerRequest request, Reply reply) {
    HttpServerResponse response = request.response();
    if (response.ended() || response.closed()) {
      return;
    }
    response.setStatusCode(reply.status());
    reply.headers().forEach(response::putHeader);
    PortalHeaders.put(response.headers());
    List<String> cookies = new ArrayList<>();
    reply
        .session()
        .map(session -> PortalHeaders.cookie(PortalHeaders.session(request), session.token()))
        .ifPresent(cookies::add);
    reply
        .knownBrowser()
        .map(
            value ->
                PortalHeaders.cookie(
                    PortalHeaders.knownBrowser(request), value, KnownBrowsers.KNOWN))
        .ifPresent(cookies::add);
    if (!cookies.isEmpty()) {
      response.putHeader("Set-Cookie", cookies);
    }
    byte[] body = reply.body().octets();
    if (HttpMethod.HEAD.equals(request.method())) {
      // Its length is said, and nothing of it is sent (RFC 9110 §9.3.2).
      response.putHeader("Content-Length", Integer.toString(body.length)).end();
    } else {
      response.end(Buffer.buffer(body));
    }
  }

  /** What the router itself refuses: a body too large, a form that can't be read. */
  private void failed(RoutingContext context) {
    int status = context.statusCode() >= 400 ? context.statusCode() : 500;
    if (context.failure() != null && status >= 500) {
      if (context.request().isEnded()) {
        log.error("event=portal-failed", context.failure());
      } else {
        // Until then only the client can fail: it has gone, or its octets make no sense.
        status = 400;
        log.debug("event=portal-request-broken", context.failure());
      }
    }
    send(
        context,
        isDiscovery(context.request())
            ? Reply.of(status, "text/plain; charset=utf-8", new byte[0])
            : gate.plain(status));
  }
}
