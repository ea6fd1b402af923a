// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.page;

import java.util.regex.Pattern;
import org.latchkey.portal.session.PortalSession;
import org.latchkey.portal.web.PortalSite;

/** The paths of pages that others lead to. */
final class Paths {
  static final String PREFIX = PortalSite.PREFIX;
  static final String SIGN_IN = PREFIX + "/sign-in";
  static final String SECOND_FACTOR = PREFIX + "/second-factor";
  static final String ENROL = PREFIX + "/enrol";
  static final String FACTORS = PREFIX + "/factors";
  static final String APP_PASSWORDS = PREFIX + "/app-passwords";
  static final String DEVICES = PREFIX + "/devices";

  /** What one-time links add to the portal's own address, in front of their tokens. */
  static final String SET_UP = "set-up/";

  /** Of the portal's own, and nothing that a browser could take for another host's. */
  private static final Pattern OWN = Pattern.compile(PREFIX + "(/[a-z0-9-]+)*/?");

  private Paths() {}

  static boolean isOwn(String path) {
    return OWN.matcher(path).matches();
  }

  /** The page that was asked for before more had to be shown. */
  static String afterSignIn(PortalSession session) {
    return session
        .takeWanted()
        .map(path -> PREFIX + path)
        .filter(Paths::isOwn)
        .orElse(APP_PASSWORDS);
  }
}
