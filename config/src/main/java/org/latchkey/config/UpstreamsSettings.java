// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.config;

/** The real mail servers that signed-in connections are relayed to, one for each service. */
public record UpstreamsSettings(
    UpstreamSettings imap, UpstreamSettings pop3, UpstreamSettings sieve, UpstreamSettings smtp) {
  public UpstreamsSettings {
    new Check()
        .that(isUsable(imap), "is \"xclient\", which is for SMTP only", "imap.sign-in")
        .that(isUsable(pop3), "is \"xclient\", which is for SMTP only", "pop3.sign-in")
        .that(isUsable(sieve), "is \"xclient\", which is for SMTP only", "sieve.sign-in")
        .that(pop3.announce() != Announce.ID, "is \"id\", which is for IMAP only", "pop3.announce")
        .that(
            sieve.announce() != Announce.ID, "is \"id\", which is for IMAP only", "sieve.announce")
        .that(smtp.announce() != Announce.ID, "is \"id\", which is for IMAP only", "smtp.announce")
        .done();
  }

  private static boolean isUsable(UpstreamSettings upstream) {
    return upstream.signIn().how() != UpstreamSignIn.XCLIENT;
  }

  /** What holds where the settings file says nothing. */
  public static UpstreamsSettings defaults() {
    return new UpstreamsSettings(
        UpstreamSettings.defaults(143),
        UpstreamSettings.defaults(110),
        UpstreamSettings.defaults(4190),
        UpstreamSettings.defaults(587));
  }
}
