// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.latchkey.adapters.dav.gateway.Relay;
import org.latchkey.config.Cidr;
import org.latchkey.config.NetworkSettings;
import org.latchkey.core.session.LiveSessions;

/** One connection, of HTTP/1.1 or HTTP/2. All but {@link #signOut} belongs to its event loop. */
final class DavConnection {
  /** How long requests that are under way then may take; at a sign-out they get no data. */
  private static final Duration GOODBYE = Duration.ofSeconds(2);

  /** How long a page of the site may take then: a refused sign-in there is held back. */
  private static final Duration PAGE = Duration.ofSeconds(30);

  /** How many requests there may be before a sign-in. */
  private static final int MOST_REQUESTS = 250;

  private static final long NO_TIMER = -1;

  private final HttpConnection http;
  private final Context context;
  private final Vertx vertx;
  private final InetSocketAddress client;
  private final ConnectionSessions sessions;
  private final HeldRequests held;
  private final boolean takesPasswords;
  private long deadline;
  private final Map<Relay, SignOutSignal> relays = new HashMap<>(0);
  private boolean signedIn;
  private int requests;
  private int underWay;
  private int pagesUnderWay;
  private boolean closing;
  private boolean closed;

  DavConnection(
      HttpConnection http,
      Context context,
      InetSocketAddress client,
      LiveSessions sessions,
      NetworkSettings settings) {
    this.http = http;
    this.context = context;
    this.vertx = context.owner();
    this.client = client;
    this.sessions = new ConnectionSessions(sessions);
    this.held = new HeldRequests(http, client.getAddress());
    takesPasswords = http.isSsl() || isWithin(settings, client);
    deadline = vertx.setTimer(settings.signInDeadline().toMillis(), timer -> deadlineOver());
  }

  private static boolean isWithin(NetworkSettings settings, InetSocketAddress client) {
    for (Cidr network : settings.cleartextSignIn()) {
      if (network.contains(client.getAddress())) {
        return true;
      }
    }
    return false;
  }

  InetSocketAddress client() {
    return client;
  }

  Context context() {
    return context;
  }

  ConnectionSessions sessions() {
    return sessions;
  }

  /** Whether it is encrypted, or comes from where it needn't be. */
  boolean takesPasswords() {
    return takesPasswords;
  }

  /** Whether no more is to come after what is under way. */
  boolean isClosing() {
    return closing;
  }

  boolean isClosed() {
    return closed;
  }

  /** What its requests hold before a sign-in. */
  HeldRequests held() {
    return held;
  }

  /** A request has signed in: the connection may stay, and have more requests at once. */
  void stay() {
    if (!signedIn) {
      signedIn = true;
      held.signedIn();
      DavOptions.signedIn(http);
    }
    stopDeadline();
  }

  boolean hasSignedIn() {
    return signedIn;
  }

  private void stopDeadline() {
    if (deadline != NO_TIMER) {
      vertx.cancelTimer(deadline);
      deadline = NO_TIMER;
    }
  }

  /** Nobody has signed in: what is under way may end, and a page of the site takes its time. */
  private void deadlineOver() {
    deadline = NO_TIMER;
    closeWhenDone(pagesUnderWay > 0 ? PAGE : GOODBYE);
  }

  /** One of its sessions is over; called on any thread. */
  void signOut() {
    context.runOnContext(none -> signedOut());
  }

  /** Cuts what is being relayed for the session, then closes. */
  void signedOut() {
    for (Map.Entry<Relay, SignOutSignal> each : List.copyOf(relays.entrySet())) {
      if (each.getValue().given()) {
        each.getKey().cut();
      }
    }
    closeWhenDone();
  }

  /**
   * Closes at once when idle, else when the last request is answered. Vert.x's own graceful
   * shutdown would lose that answer: over HTTP/2 it closes before what was written is flushed.
   */
  void closeWhenDone() {
    closeWhenDone(GOODBYE);
  }

  private void closeWhenDone(Duration atMost) {
    if (closing || closed) {
      return;
    }
    closing = true;
    if (underWay == 0) {
      close();
    } else {
      vertx.setTimer(atMost.toMillis(), timer -> close());
    }
  }

  /** A request begins, to be followed by one {@link #requestOver}. */
  void requestBegins() {
    underWay++;
    requests++;
    if (!signedIn && requests >= MOST_REQUESTS) {
      closeWhenDone(pagesUnderWay > 0 ? PAGE : GOODBYE);
    }
  }

  /** Its answer is on the wire, or nobody waits for it any more. */
  void requestOver() {
    underWay--;
    if (closing && underWay == 0) {
      close();
    }
  }

  /** A page of the site is asked for, to be followed by one {@link #pageOver}. */
  void pageBegins() {
    pagesUnderWay++;
    requestBegins();
  }

  void pageOver() {
    pagesUnderWay--;
    requestOver();
  }

  /** A request is being relayed, until its {@link #relayOver}: cut when the signal is given. */
  void relayBegins(Relay relay, SignOutSignal signal) {
    relays.put(relay, signal);
  }

  void relayOver(Relay relay) {
    relays.remove(relay);
  }

  /** Does it after a while, unless the connection is gone by then. */
  void later(Duration after, Runnable what) {
    vertx.setTimer(
        after.toMillis(),
        timer -> {
          if (!closed) {
            what.run();
          }
        });
  }

  /** Closes it now; over HTTP/2 with a GOAWAY. */
  void close() {
    http.close();
  }

  /** The connection is gone. */
  void closed() {
    closed = true;
    stopDeadline();
    sessions.closeAll();
  }
}
