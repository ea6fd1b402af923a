// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.imap;

import static org.latchkey.adapters.relay.UpstreamScript.alice;
import static org.latchkey.adapters.relay.UpstreamScript.assertPlays;
import static org.latchkey.adapters.relay.UpstreamScript.sasl;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latchkey.adapters.relay.UpstreamDialogue;
import org.latchkey.adapters.relay.UpstreamProof;
import org.latchkey.config.Announce;
import org.latchkey.config.UpstreamTls;

final class ImapToUpstreamTest {
  private static UpstreamDialogue plain(UpstreamTls tls) {
    return ImapToUpstream.start(alice(sasl("PLAIN", "cHJvb2Y="), tls));
  }

  @Test
  void whereSaslIrIsOfferedTheResponseComesAtOnce() {
    assertPlays(
        plain(UpstreamTls.NONE),
        """
        S: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] ready
        C: s AUTHENTICATE PLAIN cHJvb2Y=
        S: * 3 EXISTS
        S: s OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN STARTTLS LOGINDISABLED IDLE] in
        =READY IMAP4rev1 IDLE
        """);
  }

  @Test
  void elsewhereItWaitsForTheChallenge() {
    assertPlays(
        plain(UpstreamTls.NONE),
        """
        S: * OK ready
        C: s AUTHENTICATE PLAIN
        S: +
        C: cHJvb2Y=
        S: s OK in
        C: c CAPABILITY
        S: * CAPABILITY IMAP4rev1 IDLE
        S: c OK done
        =READY IMAP4rev1 IDLE
        """);
  }

  @Test
  void capabilitiesBeforeTlsAreNotBelievedAfterIt() {
    assertPlays(
        plain(UpstreamTls.STARTTLS),
        """
        S: * OK [CAPABILITY IMAP4rev1 SASL-IR] ready
        C: t STARTTLS
        S: * CAPABILITY IMAP4rev1
        S: t OK begin
        @tls
        C: s AUTHENTICATE PLAIN
        """);
  }

  @Test
  void thereIsNoTlsWithoutAPermission() {
    for (String line : new String[] {"t NO", "t BAD", "rubbish", "s OK"}) {
      assertPlays(
          plain(UpstreamTls.STARTTLS), "S: * OK ready\nC: t STARTTLS\nS: " + line + "\n=TLS\n");
    }
    assertPlays(plain(UpstreamTls.STARTTLS), "S: * OK ready\nC: t STARTTLS\nS: * BYE\n=REFUSED\n");
  }

  @Test
  void whatIsSaidInClearTextBehindThePermissionIsAnAttack() {
    UpstreamDialogue asked = plain(UpstreamTls.STARTTLS).on("* OK ready").next();
    assertPlays(asked.on("t OK begin").next(), "S: s OK in\n=PROTOCOL\n");
  }

  @Test
  void preauthIsGoodWhereTlsIsUpOrNotWanted() {
    String script = "S: * PREAUTH [CAPABILITY IMAP4rev1 IDLE] in\n=READY IMAP4rev1 IDLE\n";
    assertPlays(plain(UpstreamTls.NONE), script);
    assertPlays(plain(UpstreamTls.IMPLICIT), script);
    assertPlays(plain(UpstreamTls.NONE), "S: * PREAUTH in\nC: c CAPABILITY\n");
  }

  @Test
  void preauthBeforeStartTlsIsRefused() {
    assertPlays(plain(UpstreamTls.STARTTLS), "S: * PREAUTH in\n=TLS\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"* BYE too many", "", "220 smtp", "* NO"})
  void aGreetingThatIsNoneFails(String line) {
    assertPlays(plain(UpstreamTls.NONE), "S: " + line + "\n=PROTOCOL\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"s NO [AUTHENTICATIONFAILED] no", "s BAD", "* BYE"})
  void aRefusalIsOne(String line) {
    assertPlays(
        plain(UpstreamTls.NONE),
        "S: * OK [CAPABILITY SASL-IR] ready\nC: s AUTHENTICATE PLAIN cHJvb2Y=\nS: "
            + line
            + "\n=REFUSED\n");
  }

  @Test
  void aChallengeBehindABearerTokenIsARefusal() {
    assertPlays(
        ImapToUpstream.start(alice(sasl("OAUTHBEARER", "dG9rZW4="), UpstreamTls.NONE)),
        """
        S: * OK [CAPABILITY SASL-IR] ready
        C: s AUTHENTICATE OAUTHBEARER dG9rZW4=
        S: + eyJzdGF0dXMiOiJpbnZhbGlkX3Rva2VuIn0=
        =REFUSED
        """);
  }

  @Test
  void aSecondChallengeIsARefusal() {
    assertPlays(
        plain(UpstreamTls.NONE),
        "S: * OK ready\nC: s AUTHENTICATE PLAIN\nS: +\nC: cHJvb2Y=\nS: +\n=REFUSED\n");
  }

  @Test
  void whereTheAddressIsTrustedAnyPasswordWillDo() {
    assertPlays(
        ImapToUpstream.start(alice(new UpstreamProof.None(), UpstreamTls.NONE)),
        "S: * OK ready\nC: s LOGIN \"alice@example.org\" latchkey\n");
  }

  @Test
  void theClientsAddressGoesInFrontOfTheSignIn() {
    assertPlays(
        ImapToUpstream.start(alice(sasl("PLAIN", "cHJvb2Y="), UpstreamTls.NONE, Announce.ID)),
        """
        S: * OK [CAPABILITY SASL-IR] ready
        C: i ID ("x-originating-ip" "192.0.2.7" "x-originating-port" "4711" "x-session-id" "s1")
        C: s AUTHENTICATE PLAIN cHJvb2Y=
        S: * ID NIL
        S: i OK
        S: s OK [CAPABILITY IMAP4rev1] in
        =READY IMAP4rev1
        """);
  }

  @Test
  void anUpstreamWithoutCapabilitiesIsNone() {
    String signedIn =
        """
        S: * OK [CAPABILITY SASL-IR] x
        C: s AUTHENTICATE PLAIN cHJvb2Y=
        S: s OK
        C: c CAPABILITY
        """;
    assertPlays(plain(UpstreamTls.NONE), signedIn + "S: c OK\n=PROTOCOL\n");
    assertPlays(plain(UpstreamTls.NONE), signedIn + "S: * BYE\n=PROTOCOL\n");
  }

  @Test
  void oneThatBelievesOurWordMayNotLetAClientSignInAnew() {
    String signIn =
        """
        S: * OK ready
        C: s LOGIN "alice@example.org" latchkey
        S: s OK [CAPABILITY IMAP4rev1 UNAUTHENTICATE] in
        """;
    assertPlays(
        ImapToUpstream.start(alice(new UpstreamProof.None(), UpstreamTls.NONE)),
        signIn + "=NOT_CONFIGURED\n");
    assertPlays(
        plain(UpstreamTls.NONE),
        """
        S: * OK [CAPABILITY IMAP4rev1 SASL-IR] ready
        C: s AUTHENTICATE PLAIN cHJvb2Y=
        S: s OK [CAPABILITY IMAP4rev1 UNAUTHENTICATE] in
        =READY IMAP4rev1 UNAUTHENTICATE
        """);
  }
}
