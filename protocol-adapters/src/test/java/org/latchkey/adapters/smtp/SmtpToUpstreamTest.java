// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.smtp;

import static org.latchkey.adapters.relay.UpstreamScript.alice;
import static org.latchkey.adapters.relay.UpstreamScript.assertPlays;
import static org.latchkey.adapters.relay.UpstreamScript.sasl;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latchkey.adapters.relay.UpstreamDialogue;
import org.latchkey.adapters.relay.UpstreamProof;
import org.latchkey.config.UpstreamTls;

final class SmtpToUpstreamTest {
  private static UpstreamDialogue start(UpstreamProof proof, UpstreamTls tls) {
    return SmtpToUpstream.start(alice(proof, tls), "mail.example.org");
  }

  private static UpstreamDialogue plain(UpstreamTls tls) {
    return start(sasl("PLAIN", "cHJvb2Y="), tls);
  }

  private static UpstreamDialogue xclient() {
    return start(new UpstreamProof.Xclient(), UpstreamTls.NONE);
  }

  @Test
  void signsInBehindTheGreeting() {
    assertPlays(
        plain(UpstreamTls.NONE),
        """
        S: 220-mail
        S: 220 ready
        C: EHLO mail.example.org
        S: 250-mail
        S: 250 AUTH PLAIN
        C: AUTH PLAIN cHJvb2Y=
        S: 235 2.7.0 in
        =READY AUTH
        """);
  }

  @Test
  void greetsAgainUnderTls() {
    assertPlays(
        plain(UpstreamTls.STARTTLS),
        """
        S: 220 ready
        C: EHLO mail.example.org
        S: 250-mail
        S: 250-starttls
        S: 250 SIZE
        C: STARTTLS
        S: 220 go
        @tls
        C: EHLO mail.example.org
        S: 250 mail
        C: AUTH PLAIN cHJvb2Y=
        """);
  }

  @Test
  void thereIsNoWayRoundTls() {
    String hello = "S: 220 ready\nC: EHLO mail.example.org\n";
    assertPlays(plain(UpstreamTls.STARTTLS), hello + "S: 250-mail\nS: 250 AUTH PLAIN\n=TLS\n");
    assertPlays(
        plain(UpstreamTls.STARTTLS),
        hello + "S: 250-mail\nS: 250 STARTTLS\nC: STARTTLS\nS: 454 no\n=TLS\n");
  }

  @Test
  void whatIsSaidInClearTextBehindThePermissionIsAnAttack() {
    UpstreamDialogue asked =
        plain(UpstreamTls.STARTTLS).on("220 ready").next().on("250-mail").next();
    assertPlays(asked.on("250 STARTTLS").next().on("220 go").next(), "S: 250 SIZE\n=PROTOCOL\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"421 busy", "554 no", "* OK imap", "", "22"})
  void aGreetingThatIsNoneFails(String line) {
    assertPlays(plain(UpstreamTls.NONE), "S: " + line + "\n=PROTOCOL\n");
  }

  @Test
  void anEhloThatIsRefusedFails() {
    assertPlays(
        plain(UpstreamTls.NONE), "S: 220 x\nC: EHLO mail.example.org\nS: 550 no\n=PROTOCOL\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"535 5.7.8 no", "454 later", "334 eyJzdGF0dXMiOiI0MDEifQ=="})
  void aRefusalOrAnErrorsChallengeIsARefusal(String line) {
    assertPlays(
        start(sasl("OAUTHBEARER", "dG9rZW4="), UpstreamTls.NONE),
        "S: 220 x\nC: EHLO mail.example.org\nS: 250 x\nC: AUTH OAUTHBEARER dG9rZW4=\nS: "
            + line
            + "\n=REFUSED\n");
  }

  @Test
  void xclientNamesTheClientAndGreetsForIt() {
    assertPlays(
        xclient(),
        """
        S: 220 ready
        C: EHLO mail.example.org
        S: 250-mail
        S: 250 XCLIENT NAME ADDR PORT PROTO HELO LOGIN
        C: XCLIENT ADDR=192.0.2.7 PORT=4711 HELO=client.example.org LOGIN=alice@example.org
        S: 220 ready
        C: EHLO client.example.org
        S: 250-mail
        S: 250 SIZE
        =READY SIZE
        """);
  }

  @Test
  void onlyOfferedAttributesAreSent() {
    assertPlays(
        xclient(),
        """
        S: 220 x
        C: EHLO mail.example.org
        S: 250-x
        S: 250 XCLIENT LOGIN
        C: XCLIENT LOGIN=alice@example.org
        S: 550 no
        =REFUSED
        """);
  }

  @ParameterizedTest
  @ValueSource(strings = {"SIZE", "XCLIENT NAME ADDR", "XCLIENTS LOGIN", "XCLIENT"})
  void withoutAnOfferOfLoginByXclientItIsARefusal(String offered) {
    assertPlays(
        xclient(),
        "S: 220 x\nC: EHLO mail.example.org\nS: 250-x\nS: 250 " + offered + "\n=REFUSED\n");
  }

  @Test
  void whereTheAddressIsTrustedThereIsNoSignIn() {
    assertPlays(
        start(new UpstreamProof.None(), UpstreamTls.NONE),
        "S: 220 x\nC: EHLO mail.example.org\nS: 250 x\n=READY\n");
  }
}
