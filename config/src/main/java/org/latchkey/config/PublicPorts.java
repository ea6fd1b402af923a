// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The ports that a firewall maps to the listeners of the same names, 1 to 65,535 each; empty where
 * the listener's own port is reached.
 */
public record PublicPorts(
    OptionalInt imap,
    OptionalInt imaps,
    OptionalInt submission,
    OptionalInt submissions,
    OptionalInt pop3,
    OptionalInt pop3s,
    OptionalInt sieve,
    OptionalInt https,
    OptionalInt portal,
    OptionalInt ldap,
    OptionalInt ldaps) {

  public PublicPorts {
    Map<String, OptionalInt> ports = new LinkedHashMap<>();
    ports.put("imap", imap);
    ports.put("imaps", imaps);
    ports.put("submission", submission);
    ports.put("submissions", submissions);
    ports.put("pop3", pop3);
    ports.put("pop3s", pop3s);
    ports.put("sieve", sieve);
    ports.put("https", https);
    ports.put("portal", portal);
    ports.put("ldap", ldap);
    ports.put("ldaps", ldaps);
    Check check = new Check();
    ports.forEach((name, port) -> port.ifPresent(number -> check.range(name, number, 1, 65_535)));
    check.done();
  }

  /** What holds where the settings file says nothing: the listeners' own. */
  public static PublicPorts defaults() {
    return new PublicPorts(
        OptionalInt.empty(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        OptionalInt.empty());
  }
}
