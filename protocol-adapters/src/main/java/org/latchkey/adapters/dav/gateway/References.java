// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav.gateway;

import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.latchkey.adapters.dav.http.Authority;

/**
 * The references to resources (RFC 3986 §4.1) of one exchange, which mean one thing to the client
 * and another to the upstream: each calls the server that it talks to by another name.
 *
 * @param from where the request goes
 * @param client what the client calls this server
 * @param scheme of what the client asked for
 * @param upstream where the upstream is
 */
record References(
    Routes routes,
    Target.Routed from,
    Optional<Authority> client,
    String scheme,
    Address upstream) {
  /** RFC 3986 appendix B: scheme, authority, path, the rest. */
  private static final Pattern REFERENCE =
      Pattern.compile("(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?://([^/?#\\\\]*))?([^?#]*)(.*)");

  /** A list in parentheses, whose entity tags are quoted; or a tag, the first group. */
  private static final Pattern IF_PART =
      Pattern.compile("\\((?:[^)\"]++|\"[^\"]*+\")*+\\)?|<([^<>]*)>");

  private static final HexFormat HEX = HexFormat.of().withUpperCase();
  private static final Pattern IN_ANGLES = Pattern.compile("<([^<>]*)>");

  /**
   * A reference of the upstream's as the client understands it. What is at the upstream's own
   * authority becomes a path here; what is elsewhere stays as it is (RFC 9110 §10.2.2). It never
   * begins with two slashes but those that the upstream means.
   */
  String toClient(String reference) {
    Matcher parts = REFERENCE.matcher(encoded(reference));
    if (!parts.matches()) {
      return "/";
    }
    @Nullable String itsScheme = parts.group(1);
    @Nullable String authority = parts.group(2);
    String rest = parts.group(4);
    if (authority == null) {
      return itsScheme == null ? path(parts.group(3)) + rest : parts.group();
    }
    if (isUpstream(authority, itsScheme)) {
      return (parts.group(3).isEmpty() ? path("/") : path(parts.group(3))) + rest;
    }
    return itsScheme == null ? scheme + ":" + parts.group() : parts.group();
  }

  /** The targets of a {@code Link} field (RFC 8288 §3) likewise. */
  String linkToClient(String field) {
    return IN_ANGLES
        .matcher(field)
        .replaceAll(link -> Matcher.quoteReplacement("<" + toClient(link.group(1)) + ">"));
  }

  /** Clients resolve what has no scheme against what they asked for, whose scheme may be ours. */
  private boolean isUpstream(String authority, @Nullable String itsScheme) {
    boolean http =
        itsScheme == null
            || itsScheme.equalsIgnoreCase("http")
            || itsScheme.equalsIgnoreCase("https");
    String standard = itsScheme == null ? upstream.scheme() : itsScheme;
    return http
        && Authority.parse(authority)
            .filter(named -> named.withoutStandardPort(standard).equals(upstream.authority()))
            .isPresent();
  }

  /** The path is the client's already where the upstream heeds {@code X-Script-Name}. */
  private String path(String path) {
    String ours = from.route().settings().path();
    String upstreams = from.route().settings().upstreamPath();
    String mapped =
        path.startsWith("/") && !path.startsWith(ours) && path.startsWith(upstreams)
            ? ours + path.substring(upstreams.length())
            : path;
    int slashes = 0;
    while (slashes < mapped.length() && mapped.charAt(slashes) == '/') {
      slashes++;
    }
    return slashes > 1 ? mapped.substring(slashes - 1) : mapped;
  }

  /** Browsers drop control characters, and take a back slash for a slash. */
  private static String encoded(String reference) {
    StringBuilder plain = new StringBuilder(reference.length());
    for (int i = 0; i < reference.length(); i++) {
      char c = reference.charAt(i);
      if (c > ' ' && c < 0x7f && c != '\\') {
        plain.append(c);
      } else if (c != ' ' || !plain.isEmpty()) {
        plain.append('%').append(HEX.toHexDigits((byte) c));
      }
    }
    return plain.toString();
  }

  /**
   * A client's reference to something here.
   *
   * @return where it leads; empty for one to another server, or of which that isn't certain
   */
  Optional<Target> target(String reference) {
    Matcher parts = REFERENCE.matcher(reference);
    if (!parts.matches()) {
      return Optional.empty();
    }
    @Nullable String itsScheme = parts.group(1);
    @Nullable String authority = parts.group(2);
    String path = parts.group(3) + parts.group(4);
    if (authority == null) {
      return itsScheme == null && path.startsWith("/")
          ? Optional.of(routes.target(path))
          : Optional.empty();
    }
    String named = itsScheme == null ? scheme : itsScheme;
    boolean http = named.equalsIgnoreCase("http") || named.equalsIgnoreCase("https");
    return Authority.parse(authority)
        .filter(each -> http && routes.isOwn(each, named, client))
        .map(each -> routes.target(path.startsWith("/") ? path : "/" + path));
  }

  /** The path of a reference that is the client's or the upstream's own; empty for any other. */
  Optional<String> ownPath(String reference) {
    Matcher parts = REFERENCE.matcher(reference);
    if (!parts.matches() || !parts.group(3).startsWith("/") || !parts.group(4).isEmpty()) {
      return Optional.empty();
    }
    @Nullable String itsScheme = parts.group(1);
    @Nullable String authority = parts.group(2);
    String named = itsScheme == null ? scheme : itsScheme;
    boolean own =
        authority == null
            ? itsScheme == null
            : isUpstream(authority, itsScheme)
                || Authority.parse(authority)
                    .filter(each -> routes.isOwn(each, named, client))
                    .isPresent();
    return own ? Optional.of(parts.group(3)) : Optional.empty();
  }

  /**
   * What the upstream calls a target on its route; one that heeds {@code X-Script-Name} wants the
   * client's path.
   */
  String toUpstream(Target.Routed target) {
    Route route = target.route();
    return upstream + (route.isMoved() ? target.path().under("/", 0) : target.uri());
  }

  /**
   * An {@code If} field (RFC 4918 §10.4) whose tags name resources as the upstream knows them. What
   * is in parentheses are state tokens and entity tags.
   */
  String ifToUpstream(String field) {
    return IF_PART
        .matcher(field)
        .replaceAll(
            part -> {
              String tag = part.group(1);
              return Matcher.quoteReplacement(
                  tag == null ? part.group() : "<" + tagToUpstream(tag) + ">");
            });
  }

  private String tagToUpstream(String tag) {
    return target(tag).orElse(null) instanceof Target.Routed routed
            && routed.route().equals(from.route())
        ? toUpstream(routed)
        : tag;
  }
}
