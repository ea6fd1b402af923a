// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav.gateway;

import java.net.URI;
import org.latchkey.core.account.Account;
import org.latchkey.core.account.Service;
import org.latchkey.core.upstream.UpstreamAddress;

/** Where an upstream is for one account. */
record Address(boolean encrypted, String host, int port) {

  /**
   * The route's, unless the account has an address of its own for one of the services that the
   * route stands for.
   */
  static Address of(Route route, Account account) {
    URI url = route.settings().url();
    boolean encrypted = "https".equals(url.getScheme());
    int port = port(url.getPort(), encrypted);
    for (Service service : route.services()) {
      UpstreamAddress own = account.upstreams().addresses().get(service);
      if (own != null) {
        return new Address(encrypted, own.host(), own.port().orElse(port));
      }
    }
    return new Address(encrypted, bare(url.getHost()), port);
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
