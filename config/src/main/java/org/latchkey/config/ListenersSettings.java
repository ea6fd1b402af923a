// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Every port of the server.
 *
 * @param imap IMAP, with STARTTLS
 * @param imaps IMAP over TLS
 * @param submission SMTP submission, with STARTTLS
 * @param submissions SMTP submission over TLS
 * @param pop3 POP3, with STLS
 * @param pop3s POP3 over TLS
 * @param sieve ManageSieve, with STARTTLS
 * @param https CardDAV and CalDAV, and the portal while it has no port of its own
 * @param portal the portal, on a port of its own
 * @param ldap LDAP for users, with StartTLS
 * @param ldaps LDAP for users over TLS
 * @param adminLdap the directory itself, for admins and their LDAP tools
 * @param health health and metrics, in clear text
 */
public record ListenersSettings(
    ListenerSettings imap,
    ListenerSettings imaps,
    ListenerSettings submission,
    ListenerSettings submissions,
    ListenerSettings pop3,
    ListenerSettings pop3s,
    ListenerSettings sieve,
    ListenerSettings https,
    ListenerSettings portal,
    ListenerSettings ldap,
    ListenerSettings ldaps,
    ListenerSettings adminLdap,
    ListenerSettings health) {

  public ListenersSettings {
    Map<String, ListenerSettings> listeners = new LinkedHashMap<>();
    listeners.put("imap", imap);
    listeners.put("imaps", imaps);
    listeners.put("submission", submission);
    listeners.put("submissions", submissions);
    listeners.put("pop3", pop3);
    listeners.put("pop3s", pop3s);
    listeners.put("sieve", sieve);
    listeners.put("https", https);
    listeners.put("portal", portal);
    listeners.put("ldap", ldap);
    listeners.put("ldaps", ldaps);
    listeners.put("admin-ldap", adminLdap);
    listeners.put("health", health);
    checkPorts(listeners);
  }

  /** What holds where the settings file says nothing. */
  public static ListenersSettings defaults() {
    return new ListenersSettings(
        ListenerSettings.everywhere(1143),
        ListenerSettings.everywhere(1993),
        ListenerSettings.everywhere(1587),
        ListenerSettings.everywhere(1465),
        ListenerSettings.everywhere(1110),
        ListenerSettings.everywhere(1995),
        ListenerSettings.everywhere(4190),
        ListenerSettings.everywhere(1443),
        new ListenerSettings(false, ListenerSettings.EVERY_INTERFACE, 2443),
        ListenerSettings.everywhere(1389),
        ListenerSettings.everywhere(1636),
        ListenerSettings.loopback(10389),
        ListenerSettings.loopback(9090));
  }

  /** The same listeners, each as {@code change} makes it. */
  public ListenersSettings withPorts(UnaryOperator<ListenerSettings> change) {
    return new ListenersSettings(
        change.apply(imap),
        change.apply(imaps),
        change.apply(submission),
        change.apply(submissions),
        change.apply(pop3),
        change.apply(pop3s),
        change.apply(sieve),
        change.apply(https),
        change.apply(portal),
        change.apply(ldap),
        change.apply(ldaps),
        change.apply(adminLdap),
        change.apply(health));
  }

  private static void checkPorts(Map<String, ListenerSettings> listeners) {
    Check check = new Check();
    Map<String, ListenerSettings> seen = new LinkedHashMap<>();
    listeners.forEach(
        (name, listener) -> {
          seen.forEach(
              (other, earlier) ->
                  check.that(
                      !listener.clashesWith(earlier),
                      "has the port of \"%s\", %d".formatted(other, listener.port()),
                      name,
                      other));
          seen.put(name, listener);
        });
    check.done();
  }
}
