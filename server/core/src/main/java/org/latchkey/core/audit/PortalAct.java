// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.audit;

import java.util.Locale;

/** What somebody did in the portal, or was kept from. */
public enum PortalAct {
  SIGNED_IN,
  /** By somebody who has yet to give a second factor, or to enrol the first. */
  PRIMARY_PASSWORD_GIVEN,
  /** The name is nobody's, the primary password is wrong, or a passkey given alone is not good. */
  SIGN_IN_REFUSED,
  /**
   * The directory is away, or too many sign in at once: nothing was said about the primary
   * password.
   */
  SIGN_IN_DELAYED,
  SECOND_FACTOR_REFUSED,
  /** Too many wrong second factors: this one wasn't looked at. */
  SECOND_FACTOR_THROTTLED,
  SIGNED_OUT,
  /** A request that is forged, stale or malformed. */
  REQUEST_REFUSED,
  /** A one-time link to a configuration profile was made. */
  PROFILE_OFFERED,
  PROFILE_DOWNLOADED,
  /** An admin looked at an account and its history. */
  ACCOUNT_VIEWED,
  /** A one-time link that is used up, too old or nobody's. */
  LINK_REFUSED;

  private final String id = name().toLowerCase(Locale.ROOT).replace('_', '-');

  /** The name in the log and the metrics. */
  public String id() {
    return id;
  }

  /** Who can bring it about. */
  Origin origin() {
    return switch (this) {
      case SIGN_IN_REFUSED, SIGN_IN_DELAYED, LINK_REFUSED -> Origin.ANYBODY;
      case PRIMARY_PASSWORD_GIVEN,
          SECOND_FACTOR_REFUSED,
          SECOND_FACTOR_THROTTLED,
          REQUEST_REFUSED ->
          Origin.PASSWORD_HOLDER;
      case SIGNED_IN, SIGNED_OUT, PROFILE_OFFERED, PROFILE_DOWNLOADED, ACCOUNT_VIEWED ->
          Origin.OWNER;
    };
  }

  /** The origin of the act with this id; an act that isn't known is the owner's. */
  static Origin originOf(String id) {
    for (PortalAct each : values()) {
      if (each.id.equals(id)) {
        return each.origin();
      }
    }
    return Origin.OWNER;
  }
}
