// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav.gateway;

import java.net.InetAddress;
import java.net.URI;
import java.util.Locale;
import java.util.OptionalInt;
import org.latchkey.adapters.dav.http.Authority;
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

  String scheme() {
    return encrypted ? "https" : "http";
  }

  /** The same without the scheme; no port where it is the scheme's own. */
  Authority authority() {
    String name = host.indexOf(':') < 0 ? host : "[" + host + "]";
    boolean standard = port == (encrypted ? 443 : 80);
    return new Authority(
        name.toLowerCase(Locale.ROOT), standard ? OptionalInt.empty() : OptionalInt.of(port));
  }

  /** Whether one server answers at both, as far as can be told from their names. */
  boolean isSameServer(Address other) {
    return (port == other.port || (isStandard() && other.isStandard()))
        && name().equals(other.name());
  }

  private boolean isStandard() {
    return port == (encrypted ? 443 : 80);
  }

  /** One name for what is written in several ways; all of loopback is one. */
  private String name() {
    String name = host.toLowerCase(Locale.ROOT);
    String bare = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    if (bare.equals("localhost") || bare.endsWith(".localhost")) {
      return "localhost";
    }
    try {
      InetAddress address = InetAddress.ofLiteral(bare);
      boolean here = address.isLoopbackAddress() || address.isAnyLocalAddress();
      return here ? "localhost" : address.getHostAddress();
    } catch (IllegalArgumentException dnsName) {
      return bare;
    }
  }

  /** Scheme and authority, the port left out where it is the scheme's own. */
  @Override
  public String toString() {
    return scheme() + "://" + authority();
  }
}
