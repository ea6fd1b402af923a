// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.latchkey.config.PortalSettings;
import org.latchkey.core.account.AccountId;
import org.latchkey.core.directory.ChangeKind;
import org.latchkey.core.directory.ChangeListener;
import org.latchkey.core.directory.DirectoryChange;
import org.latchkey.core.text.RandomToken;
import org.latchkey.core.throttle.Throttle.Source;

/**
 * All sessions of the portal, by the random tokens in their cookies. Every step up gets a new
 * token, so that one that was planted leads nowhere. They end after a while without a request,
 * after a while in all, and when their account's primary password changes, its second factors are
 * reset, or it is disabled or deleted. Only those of whom a right password has been given are kept
 * here, a number for each account, of which the oldest gives way; what is known of visitors is in
 * their cookies.
 */
public final class PortalSessions implements ChangeListener {
  private static final Set<ChangeKind> ENDING =
      EnumSet.of(ChangeKind.PRIMARY_PASSWORD_CHANGED, ChangeKind.SECOND_FACTORS_RESET);

  /** How many sessions an account has at once. */
  static final int MOST_OF_ACCOUNT = 50;

  private static final int MOST_KNOWN = 200_000;
  private static final int TOKEN_BYTES = 32;

  private final PortalSettings settings;
  private final SecureRandom random;
  private final Ticker ticker;
  private final Visitors visitors;
  private final Cache<String, PortalSession> known;
  private final Cache<AccountId, Deque<PortalSession>> ofAccounts;

  public PortalSessions(PortalSettings settings, SecureRandom random, Ticker ticker) {
    this.settings = settings;
    this.random = random;
    this.ticker = ticker;
    visitors = new Visitors(settings.idleLimit(), random, ticker);
    known = sessions(MOST_KNOWN).build();
    ofAccounts =
        Caffeine.newBuilder().expireAfterAccess(settings.absoluteLimit()).ticker(ticker).build();
  }

  private Caffeine<Object, Object> sessions(int most) {
    return Caffeine.newBuilder()
        .maximumSize(most)
        .expireAfterAccess(settings.idleLimit())
        .ticker(ticker);
  }

  /** A new session of somebody unknown. */
  public PortalSession open(InetSocketAddress client) {
    return open(Source.of(client.getAddress()));
  }

  /** One for somebody whose session has ended. */
  public PortalSession openInPlaceOf(PortalSession ended) {
    return open(ended.source());
  }

  private PortalSession open(Source source) {
    return new PortalSession(visitors, new Visitors.State(token(), ticker.read(), "", ""), source);
  }

  /**
   * The session with this token, if it has not ended; this counts as its use.
   *
   * @param client who shows it
   */
  public Optional<PortalSession> find(String token, InetSocketAddress client) {
    PortalSession session = known.getIfPresent(token);
    if (session == null) {
      session =
          visitors
              .read(token)
              .map(state -> new PortalSession(visitors, state, Source.of(client.getAddress())))
              .orElse(null);
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
    if (!(session.standing() instanceof Standing.Visitor) && !end(session)) {
      return openInPlaceOf(session);
    }
    PortalSession next =
        new PortalSession(token(), token(), standing, session.source(), session.begunNanos());
    known.put(next.token(), next);
    standing.account().ifPresent(account -> makeRoom(account, next));
    session.takeWanted().ifPresent(next::wanted);
    if (session.standing().account().equals(standing.account())) {
      session.takeTyped().ifPresent(next::typed);
    }
    return next;
  }

  /** One more session of an account, whose oldest ends where there are too many. */
  private void makeRoom(AccountId account, PortalSession next) {
    List<PortalSession> tooMany = new ArrayList<>();
    ofAccounts
        .asMap()
        .compute(
            account,
            (id, present) -> {
              Deque<PortalSession> all = present == null ? new ArrayDeque<>() : present;
              all.removeIf(each -> known.getIfPresent(each.token()) == null);
              all.addLast(next);
              while (all.size() > MOST_OF_ACCOUNT) {
                tooMany.add(all.removeFirst());
              }
              return all;
            });
    tooMany.forEach(this::end);
  }

  private String token() {
    return RandomToken.of(random, TOKEN_BYTES);
  }

  /** Ends one; says whether it hadn't ended before. */
  public boolean end(PortalSession session) {
    boolean wasKnown = known.asMap().remove(session.token()) != null;
    session.forgetTotpSecret();
    return wasKnown;
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
