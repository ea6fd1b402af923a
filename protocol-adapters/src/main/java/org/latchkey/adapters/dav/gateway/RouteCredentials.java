// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav.gateway;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.latchkey.adapters.dav.gateway.UpstreamCredentials.Answer;
import org.latchkey.config.DavRouteSettings;
import org.latchkey.core.account.Account;
import org.latchkey.core.password.SealedSecrets;
import org.latchkey.core.password.Secret;
import org.latchkey.core.token.TokenSigner;

/** The ways of the routes to sign in to their upstreams. */
public final class RouteCredentials {
  private static final int MOST_TOKENS = 100_000;

  private final SealedSecrets seals;
  private final TokenSigner tokens;

  /** Signing costs more than all the rest of a request: a token serves for half of its life. */
  private final Cache<Claims, String> signed;

  /** Who a token is of, and for. */
  private record Claims(String subject, String audience) {}

  /**
   * @param tokenLifetime how long a token is good for
   */
  public RouteCredentials(SealedSecrets seals, TokenSigner tokens, Duration tokenLifetime) {
    this.seals = seals;
    this.tokens = tokens;
    this.signed =
        Caffeine.newBuilder()
            .maximumSize(MOST_TOKENS)
            .expireAfterWrite(tokenLifetime.dividedBy(2))
            .build();
  }

  /** What one route shows its upstream. */
  public UpstreamCredentials of(DavRouteSettings route) {
    return switch (route.signIn()) {
      case REMOTE_USER -> (account, upstream) -> remoteUser(account, route);
      case BASIC -> (account, upstream) -> basic(account, route);
      case BEARER -> (account, upstream) -> bearer(account, route, upstream);
      case NONE -> (account, upstream) -> new Answer.Nothing();
    };
  }

  /** What is not ASCII has no one reading in a field, and might be read as somebody else. */
  private static Answer remoteUser(Account account, DavRouteSettings route) {
    return user(account, route)
        .filter(user -> user.chars().allMatch(c -> c > ' ' && c < 0x7f))
        .<Answer>map(user -> new Answer.Field(route.userHeader(), user))
        .orElseGet(() -> noUser(route));
  }

  /** RFC 7617 §2: a user-id has no colon. */
  private Answer basic(Account account, DavRouteSettings route) {
    Optional<String> user = user(account, route).filter(each -> each.indexOf(':') < 0);
    if (user.isEmpty()) {
      return noUser(route);
    }
    return account
        .upstreams()
        .secret()
        .flatMap(stored -> seals.open(account.id(), stored))
        .<Answer>map(secret -> basic(user.get(), secret))
        .orElseGet(() -> new Answer.Missing("the account has no secret for it that can be opened"));
  }

  private static Answer basic(String user, Secret secret) {
    try (secret) {
      byte[] name = (user + ":").getBytes(StandardCharsets.UTF_8);
      byte[] pair = Arrays.copyOf(name, name.length + secret.length());
      System.arraycopy(secret.octets(), 0, pair, name.length, secret.length());
      String encoded = Base64.getEncoder().encodeToString(pair);
      Arrays.fill(pair, (byte) 0);
      return new Answer.Field("Authorization", "Basic " + encoded);
    }
  }

  /** RFC 6750 §2.1. */
  private Answer bearer(Account account, DavRouteSettings route, String upstream) {
    return user(account, route)
        .<Answer>map(
            user ->
                new Answer.Field("Authorization", "Bearer " + token(new Claims(user, upstream))))
        .orElseGet(() -> noUser(route));
  }

  private String token(Claims claims) {
    return signed.get(claims, each -> tokens.sign(each.subject(), each.audience()));
  }

  /** The account's name at the upstream; empty where it has none that can be said. */
  private static Optional<String> user(Account account, DavRouteSettings route) {
    return account
        .nameIn(route.user())
        .filter(user -> !user.isEmpty() && user.chars().noneMatch(Character::isISOControl));
  }

  private static Answer noUser(DavRouteSettings route) {
    return new Answer.Missing("the account has no " + route.user() + " that can be its name there");
  }
}
