// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav;

import java.util.List;
import java.util.Locale;

/**
 * The paths that browsers, crawlers and set-up assistants ask every host for, whoever it is. Behind
 * a route for the whole port they would be the upstream's, and every such guess would make somebody
 * be asked for a password.
 */
final class GuessedPath {
  private static final List<String> BELOW =
      List.of(
          "/.well-known/",
          "/autodiscover/",
          "/autodiscover.",
          "/mail/config-v",
          "/microsoft-server-activesync",
          "/ews/exchange.asmx",
          "/owa/auth",
          "/mapi/emsmdb",
          "/mapi/nspi",
          "/apple-touch-icon",
          "/apple-app-site-association",
          "/favicon.",
          "/robots.txt",
          "/sitemap.xml",
          "/humans.txt",
          "/ads.txt",
          "/security.txt",
          "/browserconfig.xml",
          "/crossdomain.xml",
          "/clientaccesspolicy.xml",
          "/manifest.json",
          "/site.webmanifest");

  private GuessedPath() {}

  static boolean is(String target) {
    String lower = target.toLowerCase(Locale.ROOT);
    return BELOW.stream().anyMatch(lower::startsWith);
  }
}
