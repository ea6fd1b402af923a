// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.config;

import java.net.URI;
import java.util.Optional;

/** Reads where signed-in clients are relayed to. */
final class UpstreamsReader {
  private final NearbyFiles files;

  UpstreamsReader(NearbyFiles files) {
    this.files = files;
  }

  UpstreamsSettings mail(Table t) {
    UpstreamsSettings d = UpstreamsSettings.defaults();
    return t.make(
        () ->
            new UpstreamsSettings(
                upstream(t.table("imap"), d.imap()),
                upstream(t.table("pop3"), d.pop3()),
                upstream(t.table("sieve"), d.sieve()),
                upstream(t.table("smtp"), d.smtp())),
        d);
  }

  private UpstreamSettings upstream(Table t, UpstreamSettings d) {
    return t.make(
        () ->
            new UpstreamSettings(
                t.parsed("host", "a host name or an IP address", host -> host),
                t.integer("port", d.port()),
                t.choice("tls", UpstreamTls.class, d.tls()),
                files.pem(t, "ca"),
                upstreamSignIn(t, d.signIn()),
                t.choice("announce", Announce.class, d.announce()),
                t.duration("timeout", d.timeout())),
        d);
  }

  private UpstreamSignInSettings upstreamSignIn(Table t, UpstreamSignInSettings d) {
    return t.make(
        () ->
            new UpstreamSignInSettings(
                t.choice("sign-in", UpstreamSignIn.class, d.how()),
                t.string("user", d.user()),
                t.parsed("master-user", "a user name", name -> name),
                t.parsed("master-password-file", "the name of a file", files::beside),
                t.choice("master-form", MasterForm.class, d.masterForm()),
                t.parsed("audience", "a string", audience -> audience)),
        d);
  }

  DavSettings dav(Table t) {
    return t.make(
        () ->
            new DavSettings(
                t.parsed("well-known-carddav", "a path", path -> path),
                t.parsed("well-known-caldav", "a path", path -> path),
                t.tables("routes", this::davRoute)),
        DavSettings.defaults());
  }

  /** Empty where the route has a problem. */
  private Optional<DavRouteSettings> davRoute(Table t) {
    DavRouteSettings d = DavRouteSettings.defaults(URI.create("http://127.0.0.1/"));
    return t.make(
        () ->
            Optional.of(
                new DavRouteSettings(
                    t.string("path", d.path()),
                    t.parsed("url", "a URL", URI::create).orElse(URI.create("")),
                    t.choices("services", DavService.class, d.services()),
                    t.choice("sign-in", DavSignIn.class, d.signIn()),
                    t.string("user", d.user()),
                    t.string("user-header", d.userHeader()),
                    files.pem(t, "ca"),
                    t.duration("connect-timeout", d.connectTimeout()),
                    t.duration("answer-timeout", d.answerTimeout()),
                    t.integer("max-connections", d.maxConnections()),
                    t.texts("pass-headers", d.passHeaders()))),
        Optional.empty());
  }
}
