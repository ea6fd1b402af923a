// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.signin;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.latchkey.core.account.Account;
import org.latchkey.core.account.LoginName;
import org.latchkey.core.audit.Audit;
import org.latchkey.core.audit.AuditEvent;
import org.latchkey.core.audit.SprayKind;
import org.latchkey.core.directory.AccountCache;
import org.latchkey.core.directory.DirectoryUnavailableException;
import org.latchkey.core.directory.UseRecord;
import org.latchkey.core.password.AppPasswordFormat;
import org.latchkey.core.password.LastUse;
import org.latchkey.core.password.LastUses;
import org.latchkey.core.password.Peppers;
import org.latchkey.core.session.LiveSession;
import org.latchkey.core.session.LiveSessions;
import org.latchkey.core.throttle.Fingerprints;
import org.latchkey.core.throttle.Places;
import org.latchkey.core.throttle.Refusals;
import org.latchkey.core.throttle.SprayWatch;
import org.latchkey.core.throttle.Throttle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one door. Decides every sign-in of every protocol: on the spot when the account is in memory,
 * otherwise once a virtual thread has asked the directory. Never blocks its caller.
 */
public final class SignIn {
  private static final Logger log = LoggerFactory.getLogger(SignIn.class);

  /** How long a directory may take before the client is told to try later. */
  private static final Duration DIRECTORY_DEADLINE = Duration.ofSeconds(5);

  private static final Set<DenialReason> GUESSES =
      EnumSet.of(
          DenialReason.UNKNOWN_ACCOUNT,
          DenialReason.NOT_AN_APP_PASSWORD,
          DenialReason.WRONG_PASSWORD);

  private static final int MOST_LOOK_UPS = 256;
  private static final int MOST_WAITING = 10_000;
  private static final int MOST_WAITING_OF_SOURCE = 256;
  private static final int MOST_TRIES = 3;

  private final Parts parts;
  private final ExecutorService lookUps;
  private final Duration deadline;
  private final Semaphore places = new Semaphore(MOST_LOOK_UPS, true);
  private final Places waiting = new Places(() -> MOST_WAITING, () -> MOST_WAITING_OF_SOURCE);

  /**
   * What a sign-in goes through.
   *
   * @param clock the wall clock, for expiry and last use only
   */
  public record Parts(
      AccountCache accounts,
      Peppers peppers,
      LastUses lastUses,
      LiveSessions sessions,
      Throttle throttle,
      Fingerprints fingerprints,
      SprayWatch sprays,
      Refusals refusals,
      Audit audit,
      InstantSource clock) {
    /** Those of a server that has nothing else to watch for sprayed passwords. */
    public Parts(
        AccountCache accounts,
        Peppers peppers,
        LastUses lastUses,
        LiveSessions sessions,
        Throttle throttle,
        Fingerprints fingerprints,
        Refusals refusals,
        Audit audit,
        InstantSource clock) {
      this(
          accounts,
          peppers,
          lastUses,
          sessions,
          throttle,
          fingerprints,
          new SprayWatch(Ticker.systemTicker()),
          refusals,
          audit,
          clock);
    }
  }

  /**
   * @param lookUps runs the look-ups that block: a thread for each
   */
  public SignIn(Parts parts, ExecutorService lookUps) {
    this(parts, lookUps, DIRECTORY_DEADLINE);
  }

  SignIn(Parts parts, ExecutorService lookUps, Duration deadline) {
    this.parts = parts;
    this.lookUps = lookUps;
    this.deadline = deadline;
  }

  /**
   * Decides one attempt. The request's secret is closed when this is done with it.
   *
   * @return completed at once when granted from memory; otherwise later, on another thread. A bug
   *     is {@code TryLater}, and an error in the log
   */
  public CompletableFuture<SignInOutcome> attempt(SignInRequest request) {
    try {
      return decideOrLookUp(request);
    } catch (RuntimeException bug) {
      return CompletableFuture.completedFuture(failed(request, bug));
    }
  }

  /**
   * Decides one attempt at the configured admin's password, whatever name the request has. The
   * request's secret is closed when this is done with it.
   *
   * @return completed at once when granted; otherwise later, on another thread
   */
  public CompletableFuture<SignInOutcome> attempt(ConfiguredAdmin admin, SignInRequest request) {
    Account account = admin.account();
    return switch (admin.on(request.secret())) {
      case Decision.Good good -> {
        request.secret().close();
        LiveSession session = open(request, account, good).orElseThrow(); // it never changes
        yield CompletableFuture.completedFuture(
            told(request, Optional.of(account), new SignInOutcome.Granted(account, session), ""));
      }
      case Decision.Bad bad -> denied(request, Optional.of(account), bad);
    };
  }

  private CompletableFuture<SignInOutcome> decideOrLookUp(SignInRequest request) {
    Optional<String> login = LoginName.prepare(request.name());
    Optional<Account> cached = login.flatMap(parts.accounts()::cached);
    // What can be nobody's name, or no app password, is refused without asking the directory.
    boolean decidable =
        cached.isPresent() || login.isEmpty() || !AppPasswordFormat.isWellFormed(request.secret());
    Optional<CompletableFuture<SignInOutcome>> decided =
        decidable ? decide(request, cached) : Optional.empty();
    return decided.orElseGet(() -> lookUp(request, login.orElseThrow(), MOST_TRIES));
  }

  /** Empty when the account has changed since the snapshot was taken. */
  private Optional<CompletableFuture<SignInOutcome>> decide(
      SignInRequest request, Optional<Account> account) {
    Instant now = parts.clock().instant();
    return switch (Decision.on(request, account, parts.peppers(), parts.lastUses(), now)) {
      case Decision.Good good -> {
        Account known = account.orElseThrow();
        yield open(request, known, good)
            .map(session -> granted(request, known, good, session, now))
            .map(CompletableFuture::completedFuture);
      }
      case Decision.Bad bad -> Optional.of(denied(request, account, bad));
    };
  }

  private Optional<LiveSession> open(SignInRequest request, Account account, Decision.Good good) {
    LiveSession.Opening opening =
        new LiveSession.Opening(
            account,
            good.appPassword(),
            good.service(),
            request.services(),
            request.client(),
            request.clientName(),
            request.listener());
    return parts.sessions().open(opening, request.current());
  }

  private SignInOutcome granted(
      SignInRequest request,
      Account account,
      Decision.Good good,
      LiveSession session,
      Instant now) {
    request.secret().close();
    LastUse use =
        new LastUse(
            now,
            request.client().getAddress().getHostAddress(),
            good.service(),
            request.clientName());
    parts
        .lastUses()
        .note(new UseRecord(account.id(), good.appPassword().id(), use, good.renewedTag()));
    session.whenNamed(name -> named(session, name));
    return told(request, Optional.of(account), new SignInOutcome.Granted(account, session), "");
  }

  private void named(LiveSession session, String name) {
    String address = session.client().getAddress().getHostAddress();
    LastUse use = new LastUse(parts.clock().instant(), address, session.service(), name);
    parts
        .lastUses()
        .named(new UseRecord(session.account(), session.appPassword().id(), use, Optional.empty()));
  }

  private CompletableFuture<SignInOutcome> denied(
      SignInRequest request, Optional<Account> account, Decision.Bad bad) {
    Throttle.Source source = Throttle.Source.of(request.client().getAddress());
    long fingerprint = parts.fingerprints().of(request.name(), request.secret());
    watch(request, account, bad.reason(), source);
    request.secret().close();
    Duration delay = parts.throttle().delayOf(source, fingerprint);
    SignInOutcome outcome =
        told(request, account, new SignInOutcome.Denied(bad.reason()), bad.detail());
    CompletableFuture<SignInOutcome> answer = new CompletableFuture<>();
    boolean held =
        parts
            .refusals()
            .hold(source, request.receivedNanos(), delay, () -> answer.complete(outcome));
    return held
        ? answer
        : CompletableFuture.completedFuture(new SignInOutcome.TryLater("too many refusals held"));
  }

  /** What devices repeat that were signed out is nobody's guess. */
  private void watch(
      SignInRequest request,
      Optional<Account> account,
      DenialReason reason,
      Throttle.Source source) {
    if (!GUESSES.contains(reason)) {
      return;
    }
    long name =
        parts.fingerprints().ofName(LoginName.prepare(request.name()).orElse(request.name()));
    long secret = parts.fingerprints().ofSecret(request.secret());
    for (SprayKind kind : parts.sprays().saw(name, secret, source)) {
      boolean one = kind == SprayKind.NAME_FROM_MANY_SOURCES;
      parts
          .audit()
          .record(
              new AuditEvent.SprayingSeen(
                  kind,
                  one ? account : Optional.empty(),
                  one ? request.name() : "",
                  request.client()));
    }
  }

  /** Asks the directory, and again where the account changed while the sign-in was decided. */
  private CompletableFuture<SignInOutcome> lookUp(SignInRequest request, String login, int tries) {
    if (tries == 0) {
      return CompletableFuture.completedFuture(tryLater(request, "the account keeps changing"));
    }
    return find(login, Throttle.Source.of(request.client().getAddress()))
        .thenCompose(
            account -> decide(request, account).orElseGet(() -> lookUp(request, login, tries - 1)))
        .exceptionally(failure -> failed(request, failure));
  }

  private CompletableFuture<Optional<Account>> find(String login, Throttle.Source source) {
    if (!waiting.enter(source)) {
      return CompletableFuture.failedFuture(
          new DirectoryUnavailableException("too many look-ups under way"));
    }
    try {
      // The deadline is the copy's: a read that it ends before it began must still give its place
      // back, and a hung one keeps it for as long as it hangs.
      return CompletableFuture.supplyAsync(() -> findNow(login, source), lookUps)
          .copy()
          .orTimeout(deadline.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      waiting.leave(source);
      return CompletableFuture.failedFuture(
          new DirectoryUnavailableException("no look-up can be started", e));
    }
  }

  /** In its turn: those before it may be many, and none of them keeps it out. */
  private Optional<Account> findNow(String login, Throttle.Source source) {
    try {
      if (!places.tryAcquire(deadline.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new DirectoryUnavailableException("too many look-ups under way");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DirectoryUnavailableException("stopping", e);
    } finally {
      waiting.leave(source);
    }
    try {
      return parts.accounts().load(login);
    } finally {
      places.release();
    }
  }

  private SignInOutcome failed(SignInRequest request, Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return switch (cause) {
      case DirectoryUnavailableException down -> tryLater(request, message(down));
      case TimeoutException hung -> tryLater(request, "the directory doesn't answer");
      case null, default -> {
        log.error("event=sign-in-failed service={}", request.service().id(), cause);
        yield tryLater(request, "internal error");
      }
    };
  }

  private static String message(Throwable failure) {
    @Nullable String message = failure.getMessage();
    return message == null ? "the directory is unavailable" : message;
  }

  private SignInOutcome tryLater(SignInRequest request, String why) {
    request.secret().close();
    return told(request, Optional.empty(), new SignInOutcome.TryLater(why), "");
  }

  private SignInOutcome told(
      SignInRequest request, Optional<Account> account, SignInOutcome outcome, String detail) {
    long nanos = System.nanoTime() - request.receivedNanos();
    parts.audit().record(new AuditEvent.SignInDecided(request, account, outcome, detail, nanos));
    return outcome;
  }
}
