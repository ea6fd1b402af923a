// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.latchkey.core.account.Service;
import org.latchkey.core.session.LiveSession;
import org.latchkey.core.session.LiveSessions;

/**
 * The live sessions of one connection: the latest of each set of services asked for. HTTP/2
 * attempts may overlap, and each may be granted the session that it found here, so one that was
 * replaced is closed only when no attempt is under way. Belongs to the connection's event loop.
 */
final class ConnectionSessions {
  private static final int MOST_REPLACED = 16;

  private final LiveSessions sessions;
  private final Map<Set<Service>, Held> latest = new HashMap<>(2);
  private final List<Held> replaced = new ArrayList<>(0);
  private int attempts;

  ConnectionSessions(LiveSessions sessions) {
    this.sessions = sessions;
  }

  /** A session with the signal that its end is told by. */
  record Held(LiveSession session, SignOutSignal signal) {}

  /** False when overlapping attempts have opened too many sessions: none is to begin now. */
  boolean mayBegin() {
    return replaced.size() < MOST_REPLACED;
  }

  /** Begins an attempt, to be followed by one {@link #end}; gives the session that it may keep. */
  Optional<LiveSession> begin(Set<Service> services) {
    attempts++;
    Held held = latest.get(services);
    return held == null || held.signal().given() ? Optional.empty() : Optional.of(held.session());
  }

  /**
   * Takes the session that an attempt was granted: new, or one that was here.
   *
   * @param signal the one that the attempt would have opened a new session with
   */
  Held granted(LiveSession session, SignOutSignal signal) {
    Held before = latest.get(session.services());
    if (before != null && before.session() == session) {
      return before;
    }
    Held returned = takeReplaced(session);
    Held now = returned == null ? new Held(session, signal) : returned;
    latest.put(session.services(), now);
    if (before != null) {
      replaced.add(before);
    }
    return now;
  }

  private @Nullable Held takeReplaced(LiveSession session) {
    for (int i = 0; i < replaced.size(); i++) {
      if (replaced.get(i).session() == session) {
        return replaced.remove(i);
      }
    }
    return null;
  }

  /** Ends an attempt. */
  void end() {
    attempts--;
    if (attempts == 0 && !replaced.isEmpty()) {
      replaced.forEach(held -> sessions.close(held.session()));
      replaced.clear();
    }
  }

  /** The connection is gone, and with it all of them. */
  void closeAll() {
    latest.values().forEach(held -> sessions.close(held.session()));
    latest.clear();
    replaced.forEach(held -> sessions.close(held.session()));
    replaced.clear();
  }
}
