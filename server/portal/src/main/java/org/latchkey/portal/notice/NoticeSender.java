// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.notice;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.latchkey.core.account.Account;
import org.latchkey.core.account.AccountId;
import org.latchkey.core.audit.LogLine;
import org.latchkey.core.directory.ChangeListener;
import org.latchkey.core.directory.DirectoryChange;
import org.latchkey.core.directory.DirectoryUnavailableException;
import org.latchkey.core.notice.Notice;
import org.latchkey.core.notice.NoticeQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the notices that wait, on a thread of its own. One that the relay has taken is taken out of
 * the queue, so none is lost; after a crash between the two it is sent again, under the same
 * Message-ID.
 */
public final class NoticeSender implements ChangeListener, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(NoticeSender.class);

  private static final int PAGE = 100;

  /**
   * How long a mail is tried that the relay, though it is there, doesn't take (RFC 5321 §4.5.4.1).
   */
  private static final Duration GIVEN_UP_AFTER = Duration.ofDays(5);

  private static final Duration CLOSE_WAITS = Duration.ofSeconds(2);

  private final Parts parts;
  private final Semaphore news = new Semaphore(0);
  private final Object lock = new Object();
  // A platform thread: a write transaction of LMDB's ends on the thread that it began on.
  private final Thread thread =
      Thread.ofPlatform().name("notices").daemon().unstarted(this::sendAll);
  private boolean closed;

  // The thread's own.
  private final Retry relay;
  private final Deferrals deferrals;
  // Those that the directory could not take out of the queue so far.
  private final Set<Long> sent = new HashSet<>();

  /** What it is made of. */
  public record Parts(
      NoticeQueue queue,
      Accounts accounts,
      NoticeWriter writer,
      MailRelay relay,
      RetryWaits waits) {}

  /** Finds accounts by their ids; may throw {@link DirectoryUnavailableException}. */
  @FunctionalInterface
  public interface Accounts {
    Optional<Account> find(AccountId id);
  }

  public NoticeSender(Parts parts) {
    this.parts = parts;
    this.relay = new Retry(parts.waits());
    this.deferrals = new Deferrals(parts.waits());
  }

  /** Sends what waits already, and from now on what it hears of. */
  public void start() {
    thread.start();
  }

  @Override
  public void changed(DirectoryChange change) {
    if (Notice.Kind.of(change.kind()).isPresent()) {
      news.release();
    }
  }

  private void sendAll() {
    while (!isClosed()) {
      Duration wait;
      try {
        wait = sendWhatIsDue();
      } catch (DirectoryUnavailableException e) {
        failed("notices-failed", String.valueOf(e.getMessage()));
        wait = relay.remaining(System.nanoTime());
      } catch (RuntimeException e) {
        log.error("event=bug-in-notices", e);
        failed("notices-failed", "a bug");
        wait = relay.remaining(System.nanoTime());
      }
      await(wait);
    }
  }

  private void failed(String event, String why) {
    log.warn("{}", new LogLine(event).quoted("reason", why));
    relay.failed(System.nanoTime());
  }

  /** Returns how long until something is due that isn't now; news may come before. */
  private Duration sendWhatIsDue() {
    Duration wait = relay.remaining(System.nanoTime());
    if (wait.isPositive()) {
      return wait;
    }
    List<Notice> held = new ArrayList<>();
    try (MailRelay.Connection connection = parts.relay().connection()) {
      if (!sendNew(connection, held) || !sendHeld(connection, held)) {
        return relay.remaining(System.nanoTime());
      }
    }
    relay.succeeded();
    return deferrals.next(held).orElse(parts.waits().longest());
  }

  /**
   * Sends those that aren't deferred: they go first, whatever is the matter with the others.
   *
   * @param held is given those that are deferred
   * @return whether it makes sense to send others now
   */
  private boolean sendNew(MailRelay.Connection connection, List<Notice> held) {
    List<Notice> page = page(0);
    while (!page.isEmpty()) {
      for (Notice each : page) {
        if (!deferrals.holds(each) && !send(connection, each)) {
          return false;
        }
        if (deferrals.holds(each)) {
          held.add(each);
        }
      }
      page = page(page.getLast().number());
    }
    return true;
  }

  private boolean sendHeld(MailRelay.Connection connection, List<Notice> held) {
    for (Notice each : deferrals.inOrder(held)) {
      if (deferrals.isDue(each) && !send(connection, each)) {
        return false;
      }
    }
    return true;
  }

  private List<Notice> page(long after) {
    return unlessClosed(() -> parts.queue().waiting(after, PAGE)).orElse(List.of());
  }

  /** Returns whether it makes sense to send others now: a bug at one is no reason not to. */
  private boolean send(MailRelay.Connection connection, Notice notice) {
    try {
      return trySend(connection, notice);
    } catch (DirectoryUnavailableException e) {
      throw e;
    } catch (RuntimeException e) {
      log.error("{}", line("bug-in-notices", notice), e);
      connection.close(); // it may be in the middle of a mail
      defer(notice, "a bug");
      return true;
    }
  }

  private boolean trySend(MailRelay.Connection connection, Notice notice) {
    if (sent.contains(notice.number())) {
      remove(notice);
      return true;
    }
    Optional<Optional<NoticeMail>> written = unlessClosed(() -> write(notice));
    if (written.isEmpty()) {
      return false;
    }
    Optional<NoticeMail> mail = written.get();
    if (mail.isEmpty()) {
      log.info("{}", line("notice-dropped", notice, "the account has no mail address"));
      remove(notice);
      return true;
    }
    switch (connection.send(mail.get())) {
      case Delivery.Sent _ -> {
        log.info("{}", line("notice-sent", notice));
        relay.succeeded();
        sent.add(notice.number());
        remove(notice);
      }
      case Delivery.Refused refused -> {
        log.warn("{}", line("notice-refused", notice, refused.why()));
        remove(notice);
      }
      case Delivery.Deferred later -> defer(notice, later.why());
      case Delivery.ConnectionLost lost -> {
        defer(notice, lost.why());
        failed("notice-relay-failed", lost.why());
        return false;
      }
      case Delivery.RelayFailed failed -> {
        failed("notice-relay-failed", failed.why());
        return false;
      }
    }
    return true;
  }

  private static LogLine line(String event, Notice notice) {
    return new LogLine(event)
        .with("notice", notice.number())
        .with("what", notice.change().id())
        .with("account", notice.account());
  }

  private static LogLine line(String event, Notice notice, String reason) {
    return line(event, notice).quoted("reason", reason);
  }

  private void defer(Notice notice, String why) {
    if (notice.time().plus(GIVEN_UP_AFTER).isBefore(Instant.now())) {
      log.warn("{}", line("notice-given-up", notice, why));
      remove(notice);
      return;
    }
    log.info("{}", line("notice-deferred", notice, why));
    deferrals.defer(notice);
  }

  private void remove(Notice notice) {
    deferrals.forget(notice);
    unlessClosed(
            () -> {
              parts.queue().remove(notice.number());
              return notice.number();
            })
        .ifPresent(sent::remove);
  }

  private void await(Duration wait) {
    try {
      boolean heard = news.tryAcquire(wait.toNanos(), TimeUnit.NANOSECONDS);
      if (heard) {
        news.drainPermits();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Optional<NoticeMail> write(Notice notice) {
    return parts
        .accounts()
        .find(notice.account())
        .flatMap(account -> parts.writer().write(notice, account));
  }

  /** Nothing touches the directory once this is closed, however long the relay takes. */
  private <R> Optional<R> unlessClosed(Supplier<R> work) {
    synchronized (lock) {
      return closed ? Optional.empty() : Optional.of(work.get());
    }
  }

  private boolean isClosed() {
    synchronized (lock) {
      return closed;
    }
  }

  /** Stops; what the relay has not taken by then waits for the next start. */
  @Override
  public void close() {
    synchronized (lock) {
      closed = true;
    }
    news.release();
    try {
      boolean _ = thread.join(CLOSE_WAITS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
