// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.audit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * One account's events, newest first: at most {@value #MOST}, repeats counted as one. What
 * strangers can bring about takes at most {@value #MOST_STRANGERS} of the places where they are
 * short, so that nobody can push what the owner should see out of it.
 */
final class History {
  static final int MOST = 100;
  static final int MOST_STRANGERS = 50;

  private static final Comparator<AccountEvent> NEWEST_FIRST =
      Comparator.comparing(AccountEvent::time).reversed();

  private History() {}

  /** A history with more events, in whatever order they come. */
  static List<AccountEvent> with(List<AccountEvent> history, Collection<AccountEvent> more) {
    List<AccountEvent> events = new ArrayList<>(history);
    more.stream()
        .sorted(Comparator.comparing(AccountEvent::time))
        .forEach(each -> add(events, each));
    events.sort(NEWEST_FIRST);
    return bounded(events);
  }

  private static void add(List<AccountEvent> events, AccountEvent event) {
    for (int i = 0; i < events.size(); i++) {
      AccountEvent before = events.get(i);
      if (event.repeats(before)) {
        events.set(i, event.time().isAfter(before.time()) ? event : before);
        return;
      }
    }
    events.add(event);
  }

  private static List<AccountEvent> bounded(List<AccountEvent> events) {
    int strangers = (int) events.stream().filter(AccountEvent::mayBeAStrangers).count();
    int others = events.size() - strangers;
    int strangersLeft = Math.max(MOST_STRANGERS, MOST - others);
    int othersLeft = Math.max(MOST - MOST_STRANGERS, MOST - strangers);
    List<AccountEvent> kept = new ArrayList<>(MOST);
    for (AccountEvent each : events) {
      if (each.mayBeAStrangers() ? strangersLeft-- > 0 : othersLeft-- > 0) {
        kept.add(each);
      }
    }
    return List.copyOf(kept);
  }
}
