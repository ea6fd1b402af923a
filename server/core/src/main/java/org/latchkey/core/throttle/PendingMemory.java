// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.throttle;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.latchkey.core.throttle.Throttle.Source;

/**
 * The memory of all connections that nobody has signed in on, on whatever port: one budget. Past
 * it, nobody new is kept out; those give way that hold most: in the source that holds most, the
 * connection that holds most, and of equal ones the oldest. Safe for use by many threads.
 */
public final class PendingMemory {
  /** Once somebody has to give way, so many do that an eighth of the budget is free again. */
  private static final int SPARE = 8;

  private volatile long limit;
  private final ConcurrentNavigableMap<Long, Share> shares = new ConcurrentSkipListMap<>();
  private final AtomicLong held = new AtomicLong();
  private final AtomicLong leaving = new AtomicLong();
  private final AtomicLong opened = new AtomicLong();
  private final AtomicLong gaveWay = new AtomicLong();
  private final ReentrantLock choosing = new ReentrantLock();

  /** A connection that can be told to go. */
  public interface Holder {
    /** Frees what it holds, soon, by closing. Called once, on any thread; returns at once. */
    void giveWay();
  }

  /**
   * @param limit in bytes
   */
  public PendingMemory(long limit) {
    this.limit = limit;
  }

  /** Takes a new limit over, in bytes; it counts when somebody holds more the next time. */
  public void reconfigure(long changed) {
    limit = changed;
  }

  /**
   * What one connection holds, from its opening until somebody has signed in on it or it is gone.
   */
  public final class Share {
    private volatile Source source;
    private final Holder holder;
    private final long number;
    private volatile int held;
    private volatile int toldAt = -1;
    private boolean closed;

    private Share(Source source, Holder holder) {
      this.source = source;
      this.holder = holder;
      number = opened.incrementAndGet();
    }

    /** Says how many bytes it holds now; for that, others may have to give way, or it itself. */
    public void hold(int bytes) {
      if (change(bytes) > 0 && PendingMemory.this.held.get() - leaving.get() > limit) {
        makeRoom();
      }
    }

    private synchronized int change(int bytes) {
      if (closed) {
        return 0;
      }
      int change = bytes - held;
      held = bytes;
      PendingMemory.this.held.addAndGet(change);
      return change;
    }

    /** It is another source's than it seemed. */
    public void from(Source other) {
      source = other;
    }

    /** How many bytes it holds. */
    public int held() {
      return held;
    }

    /** Whether it was told to go. */
    public boolean isLeaving() {
      return toldAt >= 0;
    }

    /** Gives everything back; from now on it counts no more. */
    public synchronized void close() {
      if (!closed) {
        closed = true;
        shares.remove(number);
        PendingMemory.this.held.addAndGet(-held);
        held = 0;
        if (toldAt >= 0) {
          leaving.addAndGet(-toldAt);
        }
      }
    }

    private synchronized boolean tell() {
      if (closed || toldAt >= 0) {
        return false;
      }
      toldAt = held;
      leaving.addAndGet(toldAt);
      gaveWay.incrementAndGet();
      return true;
    }
  }

  /**
   * Opens a connection's share, to be closed in the end.
   *
   * @param bytes what it holds from the start
   */
  public Share open(Source source, Holder holder, int bytes) {
    Share share = new Share(source, holder);
    shares.put(share.number, share);
    share.hold(bytes);
    return share;
  }

  /** How many bytes all hold. */
  public long held() {
    return held.get();
  }

  /** How many bytes all may hold. */
  public long limit() {
    return limit;
  }

  /** How many connections have a share. */
  public int connections() {
    return shares.size();
  }

  /** How many were told to go until now. */
  public long gaveWay() {
    return gaveWay.get();
  }

  /** Has the oldest connection go, so that there is a place for another; false if there is none. */
  public boolean oldestGivesWay() {
    return oldestGivesWay(share -> true);
  }

  /** The same, of one source. */
  public boolean oldestGivesWay(Source source) {
    return oldestGivesWay(share -> share.source.equals(source));
  }

  private boolean oldestGivesWay(Predicate<Share> one) {
    for (Share share : shares.values()) {
      if (one.test(share) && share.tell()) {
        share.holder.giveWay();
        return true;
      }
    }
    return false;
  }

  private void makeRoom() {
    // Whoever comes while another is choosing is served by that choice.
    if (choosing.tryLock()) {
      List<Share> going;
      try {
        going = choose();
      } finally {
        choosing.unlock();
      }
      going.forEach(share -> share.holder.giveWay());
    }
  }

  private List<Share> choose() {
    long most = limit;
    long target = most - most / SPARE;
    List<Share> going = new ArrayList<>();
    PriorityQueue<OfSource> sources = new PriorityQueue<>(bySource().values());
    int left = shares.size();
    while (held.get() - leaving.get() > target && left > 1 && !sources.isEmpty()) {
      OfSource largest = sources.remove();
      Share share = largest.next();
      if (share.tell()) {
        going.add(share);
        left--;
      }
      if (largest.hasNext()) {
        sources.add(largest);
      }
    }
    return going;
  }

  private Map<Source, OfSource> bySource() {
    Map<Source, OfSource> sources = new HashMap<>();
    for (Share share : shares.values()) {
      if (!share.isLeaving()) {
        sources.computeIfAbsent(share.source, source -> new OfSource()).add(share);
      }
    }
    return sources;
  }

  /** What a connection held when it was looked at. */
  private record Candidate(Share share, int held) {}

  /** The connections of one source, and what they hold together. */
  private static final class OfSource implements Comparable<OfSource> {
    private final List<Candidate> all = new ArrayList<>();
    private boolean sorted;
    private long sum;

    void add(Share share) {
      Candidate candidate = new Candidate(share, share.held);
      all.add(candidate);
      sum += candidate.held();
    }

    /** Takes the one that goes first. */
    Share next() {
      if (!sorted) {
        sorted = true;
        all.sort(
            Comparator.comparingInt(Candidate::held)
                .thenComparingLong(candidate -> -candidate.share().number));
      }
      Candidate next = all.removeLast();
      sum -= next.held();
      return next.share();
    }

    boolean hasNext() {
      return !all.isEmpty();
    }

    @Override
    public int compareTo(OfSource other) {
      return Long.compare(other.sum, sum);
    }
  }
}
