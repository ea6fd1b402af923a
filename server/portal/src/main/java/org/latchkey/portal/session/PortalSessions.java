// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Ticker;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.latchkey.config.PortalSettings;
import org.latchkey.core.account.AccountId;
import org.latchkey.core.directory.ChangeKind;
import org.latchkey.core.directory.ChangeListener;
import org.latchkey.core.directory.DirectoryChange;
import org.latchkey.core.text.RandomToken;
import org.latchkey.core.throttle.Places;
import org.latchkey.core.throttle.Throttle.Source;

/**
 * All sessions of the portal, by the random tokens in their cookies. Every step up gets a new
 * token, so that one that was planted leads nowhere. They end after a while without a request,
 * after a while in all, and when their account's primary password changes, its second factors are
 * reset, or it is disabled or deleted. A number of them is kept; visitors can't push out those who
 * are known, and those of one source not those of another.
 */
public final class PortalSessions implements ChangeListener {
  private static final Set<ChangeKind> ENDING =
      EnumSet.of(ChangeKind.PRIMARY_PASSWORD_CHANGED, ChangeKind.SECOND_FACTORS_RESET);

  private static final int MOST_VISITORS = 20_000;
  private static final int MOST_VISITORS_OF_SOURCE = 200;
  private static final int MOST_KNOWN = 200_000;
  private static final int TOKEN_BYTES = 32;

  private final PortalSettings settings;
  private final SecureRandom random;
  private final Ticker ticker;
  private final Places places = new Places(() -> MOST_VISITORS, () -> MOST_VISITORS_OF_SOURCE);
  private final Cache<String, PortalSession> visitors;
  private final Cache<String, PortalSession> known;

  public PortalSessions(PortalSettings settings, SecureRandom random, Ticker ticker) {
    this.settings = settings;
    this.random = random;
    this.ticker = ticker;
    visitors =
        sessions(MOST_VISITORS)
            .executor(Runnable::run)
            .removalListener(
                (@Nullable String token, @Nullable PortalSession gone, RemovalCause cause) -> {
                  if (gone != null) {
                    places.leave(gone.source());
                  }
                })
            .build();
    known = sessions(MOST_KNOWN).build();
  }

  private Caffeine<Object, Object> sessions(int most) {
    return Caffeine.newBuilder()
        .maximumSize(most)
        .expireAfterAccess(settings.idleLimit())
        .ticker(ticker);
  }

  /**
   * A new session of somebody unknown. Where its source has too many already it isn't kept: its
   * form will be too old.
   */
  public PortalSession open(InetSocketAddress client) {
    return open(Source.of(client.getAddress()));
  }

  /** One for somebody whose session has ended. */
  public PortalSession openInPlaceOf(PortalSession ended) {
    return open(ended.source());
  }

  private PortalSession open(Source source) {
    PortalSession session =
        new PortalSession(token(), token(), new Standing.Visitor(), source, ticker.read());
    visitors.cleanUp(); // those that have expired give their places back
    if (places.enter(source)) {
      visitors.put(session.token(), session);
    }
    return session;
  }

  /** The session with this token, if it has not ended; this counts as its use. */
  public Optional<PortalSession> find(String token) {
    PortalSession session = known.getIfPresent(token);
    if (session == null) {
      session = visitors.getIfPresent(token);
    }
    if (session != null
        && ticker.read() - session.begunNanos() > settings.absoluteLimit().toNanos()) {
      end(session);
      return Optional.empty();
    }
    return Optional.ofNullable(session);
  }

  /**
   * The session goes on under another token, with more shown; the old token is no good any more. A
   * session that has ended meanwhile doesn't go on: what comes back is a visitor's.
   */
  public PortalSession advance(PortalSession session, Standing standing) {
    if (!end(session)) {
      return openInPlaceOf(session);
    }
    PortalSession next =
        new PortalSession(token(), token(), standing, session.source(), session.begunNanos());
    known.put(next.token(), next);
    session.takeWanted().ifPresent(next::wanted);
    if (session.standing().account().equals(standing.account())) {
      session.takeTyped().ifPresent(next::typed);
    }
    return next;
  }

  private String token() {
    return RandomToken.of(random, TOKEN_BYTES);
  }

  /** Ends one; says whether it hadn't ended before. */
  public boolean end(PortalSession session) {
    boolean wasKnown = known.asMap().remove(session.token()) != null;
    boolean wasVisitor = visitors.asMap().remove(session.token()) != null;
    session.forgetTotpSecret();
    return wasKnown || wasVisitor;
  }

  @Override
  public void changed(DirectoryChange change) {
    boolean over =
        change.now().isEmpty() || change.now().get().disabled() || ENDING.contains(change.kind());
    if (over) {
      endAll(change.account(), each -> true);
    } else if (change.kind() == ChangeKind.SECOND_FACTOR_REMOVED
        && !change.now().get().factors().any()) {
      // Or it would be good again as soon as the owner enrols another second factor.
      endAll(change.account(), each -> each.standing() instanceof Standing.SignedIn);
    }
  }

  private void endAll(AccountId account, Predicate<PortalSession> which) {
    for (PortalSession session : known.asMap().values()) {
      if (session.standing().account().equals(Optional.of(account)) && which.test(session)) {
        end(session);
      }
    }
  }
}
