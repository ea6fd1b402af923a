// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.audit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * One account's events, newest first: at most {@value #MOST}, repeats counted as one. Where places
 * are short, what strangers can bring about takes at most {@value #MOST_STRANGERS} of them, and of
 * these {@value #LEAST_HOLDERS} are for whoever knows a password: so nobody can push what the owner
 * should see out of it, be it that somebody knows the primary password.
 */
final class History {
  static final int MOST = 100;
  static final int MOST_STRANGERS = 50;
  static final int LEAST_HOLDERS = 20;

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
    Map<Origin, Integer> left = places(events);
    List<AccountEvent> kept = new ArrayList<>(MOST);
    for (AccountEvent each : events) {
      if (left.merge(each.origin(), -1, Integer::sum) >= 0) {
        kept.add(each);
      }
    }
    return List.copyOf(kept);
  }

  /** What one kind of origin doesn't need of its places is the others'. */
  private static Map<Origin, Integer> places(List<AccountEvent> events) {
    Map<Origin, Integer> counts = new EnumMap<>(Origin.class);
    events.forEach(each -> counts.merge(each.origin(), 1, Integer::sum));
    int anybodys = counts.getOrDefault(Origin.ANYBODY, 0);
    int holders = counts.getOrDefault(Origin.PASSWORD_HOLDER, 0);
    int owners = counts.getOrDefault(Origin.OWNER, 0);
    int strangersPlaces = Math.max(MOST_STRANGERS, MOST - owners);
    Map<Origin, Integer> places = new EnumMap<>(Origin.class);
    places.put(Origin.OWNER, Math.max(MOST - MOST_STRANGERS, MOST - anybodys - holders));
    places.put(Origin.PASSWORD_HOLDER, Math.max(LEAST_HOLDERS, strangersPlaces - anybodys));
    places.put(
        Origin.ANYBODY, Math.max(strangersPlaces - LEAST_HOLDERS, strangersPlaces - holders));
    return places;
  }
}
