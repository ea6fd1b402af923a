// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import org.latchkey.core.directory.ChangeKind;
import org.latchkey.core.signin.DenialReason;

/**
 * Something that happened to an account, as its owner is shown it. Texts are empty where there is
 * nothing to tell; a client's own text is cut at {@value #MAX_TEXT} UTF-16 units, and anything at
 * all may be in it.
 *
 * @param time when, to the millisecond; of repeats, the latest
 * @param what an id: of a sign-in {@code granted} or the reason of its denial, of a sign-out its
 *     reason, of a change the directory's name for it, of the portal the act's
 * @param service the id of the service
 * @param address the client's, without a port
 * @param client what the client calls itself
 * @param label the app password's; where it {@link #tellsMeans}, one of {@link #MEANS} or empty
 * @param by the DN of who made a change
 */
public record AccountEvent(
    Instant time,
    Kind kind,
    String what,
    String service,
    String address,
    String client,
    String label,
    String by) {
  /** The ids of what a second factor was given or enrolled by. */
  public static final Set<String> MEANS =
      Set.of(
          "totp",
          "passkey",
          "recovery-code",
          "first-second-factor",
          "totp-enrolment",
          "passkey-enrolment");

  private static final Set<String> ACTS_BY_MEANS =
      Set.of(
          PortalAct.SIGNED_IN.id(),
          PortalAct.SECOND_FACTOR_REFUSED.id(),
          PortalAct.SECOND_FACTOR_THROTTLED.id());

  /** What a script or a person does many times over; any other change is told each time. */
  private static final Set<String> REPEATED_CHANGES =
      Set.of(ChangeKind.ACCOUNT_CHANGED.id(), ChangeKind.SECOND_FACTOR_USED.id());

  /** The denials that tell of an app password that is known, or was. */
  private static final Set<String> NEED_A_PASSWORD =
      Set.of(
          DenialReason.REVOKED.id(),
          DenialReason.EXPIRED.id(),
          DenialReason.IDLE_TOO_LONG.id(),
          DenialReason.WRONG_SERVICE.id(),
          DenialReason.NOT_AN_ADMIN.id(),
          DenialReason.WRONG_NETWORK.id());

  /** What is granted, among the sign-ins. */
  static final String GRANTED = "granted";

  /** The same happening again within this time is one event. */
  static final Duration REPEATS_WITHIN = Duration.ofMinutes(10);

  private static final int MAX_TEXT = 128;

  /** What kind of thing happened. */
  public enum Kind {
    SIGN_IN,
    SIGN_OUT,
    CHANGE,
    PORTAL;

    private final String id = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** The name in what is stored. */
    public String id() {
      return id;
    }
  }

  public AccountEvent {
    time = Instant.ofEpochMilli(time.toEpochMilli());
    client = cut(client);
    label = cut(label);
    by = cut(by);
  }

  private static String cut(String text) {
    return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
  }

  Origin origin() {
    return switch (kind) {
      case SIGN_IN -> {
        if (what.equals(GRANTED)) {
          yield Origin.OWNER;
        }
        yield NEED_A_PASSWORD.contains(what) ? Origin.PASSWORD_HOLDER : Origin.ANYBODY;
      }
      case PORTAL -> PortalAct.originOf(what);
      case SIGN_OUT, CHANGE -> Origin.OWNER;
    };
  }

  /** Whether it was done in the portal by a second factor, and its label says by which means. */
  public boolean tellsMeans() {
    return kind == Kind.PORTAL && ACTS_BY_MEANS.contains(what);
  }

  /** Whether this DN is, as far as it is kept, that of who made the change. */
  public boolean isBy(String dn) {
    return cut(dn).equalsIgnoreCase(by);
  }

  AccountEvent at(Instant other) {
    return new AccountEvent(other, kind, what, service, address, client, label, by);
  }

  /** What is the same of repeats. Who is nobody yet makes no new event by calling itself anew. */
  AccountEvent timeless() {
    String sameClient = origin() == Origin.ANYBODY ? "" : client;
    return new AccountEvent(Instant.EPOCH, kind, what, service, address, sameClient, label, by);
  }

  /** The same, at this time where that is later and it is a repeat. */
  AccountEvent asLateAs(Instant other) {
    AccountEvent later = at(other);
    return other.isAfter(time) && later.repeats(this) ? later : this;
  }

  /** Whether it is one of those that may come again and again without telling anything new. */
  boolean mayRepeat() {
    return kind != Kind.CHANGE || REPEATED_CHANGES.contains(what);
  }

  boolean repeats(AccountEvent other) {
    if (!mayRepeat()) {
      return equals(other);
    }
    return Duration.between(time, other.time).abs().compareTo(REPEATS_WITHIN) < 0
        && timeless().equals(other.timeless());
  }
}
