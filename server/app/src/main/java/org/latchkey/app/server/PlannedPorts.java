// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.server;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.latchkey.config.ListenerSettings;
import org.latchkey.config.ListenersSettings;
import org.latchkey.config.PublicPorts;
import org.latchkey.config.Settings;
import org.latchkey.config.UpstreamSettings;

/** The ports that a server with these settings would open, found out without opening them. */
public final class PlannedPorts {
  private final List<String> unknown = new ArrayList<>();

  private PlannedPorts() {}

  /**
   * The ports; a listener that would take any free one counts as the public port that stands for
   * it.
   *
   * @throws StartException when there is none: nobody can tell which it will be
   */
  public static Ports of(Settings settings) throws StartException {
    PlannedPorts planned = new PlannedPorts();
    Ports ports = planned.ports(settings);
    if (!planned.unknown.isEmpty()) {
      throw new StartException(
          "port 0 is any free one, which nobody outside can know: set "
              + String.join(", ", planned.unknown));
    }
    return ports;
  }

  private Ports ports(Settings settings) {
    ListenersSettings l = settings.listeners();
    PublicPorts p = settings.publicly().ports();
    return new Ports(
        port("imap", l.imap(), p.imap()),
        port("imaps", l.imaps(), p.imaps()),
        port("submission", l.submission(), p.submission()),
        port("submissions", l.submissions(), p.submissions()),
        port("pop3", l.pop3(), p.pop3(), settings.upstreams().pop3()),
        port("pop3s", l.pop3s(), p.pop3s(), settings.upstreams().pop3()),
        port("sieve", l.sieve(), p.sieve(), settings.upstreams().sieve()),
        port("https", l.https(), p.https()),
        settings.portal().enabled() ? port("portal", l.portal(), p.portal()) : 0,
        port("ldap", l.ldap(), p.ldap()),
        port("ldaps", l.ldaps(), p.ldaps()),
        l.adminLdap().enabled() ? l.adminLdap().port() : 0,
        l.health().enabled() ? l.health().port() : 0);
  }

  private int port(
      String name, ListenerSettings listener, OptionalInt mapped, UpstreamSettings upstream) {
    return upstream.host().isPresent() ? port(name, listener, mapped) : 0;
  }

  private int port(String name, ListenerSettings listener, OptionalInt mapped) {
    if (!listener.enabled()) {
      return 0;
    }
    int port = mapped.orElse(listener.port());
    if (port == 0) {
      unknown.add("listeners." + name + ".port or public.ports." + name);
    }
    return port;
  }
}
