// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.config;

/** Reads what clients connect to: the listeners, and what they look like from outside. */
final class DoorsReader {
  private DoorsReader() {}

  static ListenersSettings listeners(Table t) {
    ListenersSettings d = ListenersSettings.defaults();
    return t.make(
        () ->
            new ListenersSettings(
                listener(t.table("imap"), d.imap()),
                listener(t.table("imaps"), d.imaps()),
                listener(t.table("submission"), d.submission()),
                listener(t.table("submissions"), d.submissions()),
                listener(t.table("pop3"), d.pop3()),
                listener(t.table("pop3s"), d.pop3s()),
                listener(t.table("sieve"), d.sieve()),
                listener(t.table("https"), d.https()),
                listener(t.table("portal"), d.portal()),
                listener(t.table("ldap"), d.ldap()),
                listener(t.table("ldaps"), d.ldaps()),
                listener(t.table("admin-ldap"), d.adminLdap()),
                listener(t.table("health"), d.health())),
        d);
  }

  private static ListenerSettings listener(Table t, ListenerSettings d) {
    return t.make(
        () ->
            new ListenerSettings(
                t.bool("enabled", d.enabled()),
                t.string("address", d.address()),
                t.integer("port", d.port())),
        d);
  }

  static PublicSettings publicly(Table t, NearbyFiles files) {
    PublicSettings d = PublicSettings.defaults();
    return t.make(
        () ->
            new PublicSettings(
                t.parsed("host", "a DNS name", name -> name),
                t.parsed("domain", "a DNS name", name -> name),
                files.pem(t, "profile-certificate"),
                files.pem(t, "profile-key"),
                publicPorts(t.table("ports"), d.ports())),
        d);
  }

  private static PublicPorts publicPorts(Table t, PublicPorts d) {
    return t.make(
        () ->
            new PublicPorts(
                t.integer("imap"),
                t.integer("imaps"),
                t.integer("submission"),
                t.integer("submissions"),
                t.integer("pop3"),
                t.integer("pop3s"),
                t.integer("sieve"),
                t.integer("https"),
                t.integer("portal"),
                t.integer("ldap"),
                t.integer("ldaps")),
        d);
  }
}
