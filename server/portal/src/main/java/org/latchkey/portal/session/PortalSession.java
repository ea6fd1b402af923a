// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.session;

import com.github.benmanes.caffeine.cache.Ticker;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.latchkey.core.password.Secret;
import org.latchkey.core.throttle.Throttle.Source;

/**
 * One browser's session. What it holds between two requests is taken by the one that uses it. Safe
 * for use by many threads.
 */
public final class PortalSession {
  private static final int CHALLENGE_BYTES = 32;
  private static final int MOST_IN_COOKIE = 500;

  private final String token;
  private final String csrfToken;
  private final Standing standing;
  private final Source source;
  private final long begunNanos;
  private final Optional<Visitors> visitors;
  private final Challenges challenges = new Challenges(Ticker.systemTicker());
  private final AtomicReference<@Nullable String> flash = new AtomicReference<>();
  private final AtomicReference<@Nullable String> wanted = new AtomicReference<>();
  private final AtomicReference<@Nullable Typed> typed = new AtomicReference<>();
  private @Nullable Secret totpSecret;

  /**
   * @param source where its person came from
   * @param begunNanos when its person came, before any change of its token
   */
  PortalSession(String token, String csrfToken, Standing standing, Source source, long begunNanos) {
    this.token = token;
    this.csrfToken = csrfToken;
    this.standing = standing;
    this.source = source;
    this.begunNanos = begunNanos;
    this.visitors = Optional.empty();
  }

  /**
   * That of a visitor, which only lasts for one request: all that goes on of it is in its cookie.
   */
  PortalSession(Visitors visitors, Visitors.State state, Source source) {
    this.token = "";
    this.csrfToken = state.csrfToken();
    this.standing = new Standing.Visitor();
    this.source = source;
    this.begunNanos = state.begunNanos();
    this.visitors = Optional.of(visitors);
    if (!state.wanted().isEmpty()) {
      wanted.set(state.wanted());
    }
    if (!state.flash().isEmpty()) {
      flash.set(state.flash());
    }
  }

  /** What its cookie holds; of a visitor, all that is known of them now. */
  public String token() {
    return visitors.isEmpty()
        ? token
        : visitors
            .get()
            .cookie(
                new Visitors.State(
                    csrfToken, begunNanos, bounded(wanted.get()), bounded(flash.get())));
  }

  private static String bounded(@Nullable String text) {
    return text == null || text.length() > MOST_IN_COOKIE ? "" : text;
  }

  /** What every form of it must send back. */
  public String csrfToken() {
    return csrfToken;
  }

  public Standing standing() {
    return standing;
  }

  Source source() {
    return source;
  }

  long begunNanos() {
    return begunNanos;
  }

  /** A new challenge that a passkey may answer. */
  public byte[] challenge(SecureRandom random) {
    if (visitors.isPresent()) {
      return visitors.get().challenge(csrfToken);
    }
    byte[] octets = new byte[CHALLENGE_BYTES];
    random.nextBytes(octets);
    challenges.add(octets);
    return octets;
  }

  /**
   * Whether this is a challenge of the session's. It is once: of a visitor's, until it {@link
   * #answeredWell}, for anybody could use others up.
   */
  public boolean takeChallenge(byte[] octets) {
    return visitors.isPresent()
        ? visitors.get().isGood(csrfToken, octets)
        : challenges.take(octets);
  }

  /** A challenge that was taken has been answered by a passkey; false where it had been before. */
  public boolean answeredWell(byte[] octets) {
    return visitors.isEmpty() || visitors.get().useUp(octets);
  }

  /** Leaves a line for the next page to say. */
  public void flash(String text) {
    flash.set(text);
  }

  public Optional<String> takeFlash() {
    return Optional.ofNullable(flash.getAndSet(null));
  }

  /** Remembers a page of the portal's to go to once more has been shown. */
  public void wanted(String path) {
    wanted.set(path);
  }

  public Optional<String> takeWanted() {
    return Optional.ofNullable(wanted.getAndSet(null));
  }

  /** Keeps what was typed into a form until a page is shown; what is too much for that is lost. */
  public void typed(Typed form) {
    typed.set(form.bounded().orElse(null));
  }

  public Optional<Typed> takeTyped() {
    return Optional.ofNullable(typed.getAndSet(null));
  }

  /**
   * A copy of the secret of an authenticator app that is being enrolled, which the caller closes:
   * another request may end the session, and wipe its own, meanwhile.
   */
  public synchronized Optional<Secret> totpSecret() {
    return Optional.ofNullable(totpSecret).map(PortalSession::copy);
  }

  /**
   * The same, begun where none is being enrolled yet.
   *
   * @param fresh makes one, which is taken over
   */
  public synchronized Secret totpSecret(Supplier<Secret> fresh) {
    if (totpSecret == null) {
      totpSecret = fresh.get();
    }
    return copy(totpSecret);
  }

  private static Secret copy(Secret secret) {
    return Secret.takeOver(secret.octets().clone());
  }

  /** None is being enrolled any more. */
  public synchronized void forgetTotpSecret() {
    if (totpSecret != null) {
      totpSecret.close();
      totpSecret = null;
    }
  }
}
