// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.latchkey.app.server.LatchkeyServer;
import org.latchkey.app.server.Ports;

/** What an operator is told when the server is ready: where things are. */
record Welcome(LatchkeyServer server) {

  List<String> lines() {
    return List.of(
        "Latchkey " + VersionCommand.version() + " is ready.",
        "  data    " + server.data().folder(),
        "  admin   " + server.adminDn() + ", password in " + server.data().adminPasswordFile(),
        "  ports   " + ports(server.ports()));
  }

  /** The listeners that are on. */
  static String ports(Ports ports) {
    Map<String, Integer> all = new LinkedHashMap<>();
    all.put("imap", ports.imap());
    all.put("imaps", ports.imaps());
    all.put("submission", ports.submission());
    all.put("submissions", ports.submissions());
    all.put("pop3", ports.pop3());
    all.put("pop3s", ports.pop3s());
    all.put("sieve", ports.sieve());
    all.put("https", ports.https());
    all.put("ldap", ports.ldap());
    all.put("ldaps", ports.ldaps());
    all.put("admin-ldap", ports.adminLdap());
    all.put("health", ports.health());
    return all.entrySet().stream()
        .filter(each -> each.getValue() != 0)
        .map(each -> each.getKey() + " " + each.getValue())
        .collect(Collectors.joining(", "));
  }
}
