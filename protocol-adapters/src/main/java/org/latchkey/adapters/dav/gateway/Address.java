// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav.gateway;

import java.net.URI;

/** Where an upstream is. */
record Address(boolean encrypted, String host, int port) {

  static Address of(Route route) {
    URI url = route.settings().url();
    boolean encrypted = "https".equals(url.getScheme());
    return new Address(encrypted, bare(url.getHost()), port(url.getPort(), encrypted));
  }

  private static int port(int port, boolean encrypted) {
    return port > 0 ? port : encrypted ? 443 : 80;
  }

  /** An IPv6 address without its brackets. */
  private static String bare(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  /** Scheme and authority, the port left out where it is the scheme's own. */
  @Override
  public String toString() {
    String name = host.indexOf(':') < 0 ? host : "[" + host + "]";
    String scheme = encrypted ? "https" : "http";
    return scheme + "://" + name + (port == (encrypted ? 443 : 80) ? "" : ":" + port);
  }
}
