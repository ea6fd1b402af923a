// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.pop3;

import static org.latchkey.adapters.relay.UpstreamScript.alice;
import static org.latchkey.adapters.relay.UpstreamScript.assertPlays;
import static org.latchkey.adapters.relay.UpstreamScript.sasl;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latchkey.adapters.relay.UpstreamDialogue;
import org.latchkey.adapters.relay.UpstreamProof;
import org.latchkey.config.UpstreamTls;

final class Pop3ToUpstreamTest {
  private static UpstreamDialogue plain(UpstreamTls tls) {
    return Pop3ToUpstream.start(alice(sasl("PLAIN", "cHJvb2Y="), tls));
  }

  @Test
  void signsInInOneLine() {
    assertPlays(
        plain(UpstreamTls.NONE), "S: +OK ready\nC: AUTH PLAIN cHJvb2Y=\nS: +OK in\n=READY\n");
  }

  @Test
  void beginsTlsFirst() {
    assertPlays(
        plain(UpstreamTls.STARTTLS),
        """
        S: +OK ready
        C: STLS
        S: +OK begin
        @tls
        C: AUTH PLAIN cHJvb2Y=
        S: +OK in
        =READY
        """);
  }

  @Test
  void thereIsNoWayRoundTls() {
    assertPlays(plain(UpstreamTls.STARTTLS), "S: +OK x\nC: STLS\nS: -ERR no\n=TLS\n");
  }

  @Test
  void whatIsSaidInClearTextBehindThePermissionIsAnAttack() {
    UpstreamDialogue asked = plain(UpstreamTls.STARTTLS).on("+OK ready").next();
    assertPlays(asked.on("+OK begin").next(), "S: +OK in\n=PROTOCOL\n");
  }

  @ParameterizedTest
  @ValueSource(ints = {255 - 13, 255 - 12})
  void anInitialResponseGoesOnlyIntoALineOf255Octets(int length) {
    String response = "A".repeat(length);
    UpstreamDialogue start = Pop3ToUpstream.start(alice(sasl("PLAIN", response), UpstreamTls.NONE));
    String line = "AUTH PLAIN " + response;
    assertPlays(
        start,
        line.length() + 2 <= 255
            ? "S: +OK x\nC: " + line + "\nS: +OK in\n=READY\n"
            : "S: +OK x\nC: AUTH PLAIN\nS: + \nC: " + response + "\nS: +OK in\n=READY\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-ERR [SYS/TEMP] busy", "* OK imap", ""})
  void aGreetingThatIsNoneFails(String line) {
    assertPlays(plain(UpstreamTls.NONE), "S: " + line + "\n=PROTOCOL\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-ERR [AUTH] no", "+ eyJzdGF0dXMiOiI0MDEifQ==", "rubbish"})
  void aRefusalOrAnErrorsChallengeIsARefusal(String line) {
    assertPlays(
        plain(UpstreamTls.NONE), "S: +OK x\nC: AUTH PLAIN cHJvb2Y=\nS: " + line + "\n=REFUSED\n");
  }

  @Test
  void whereTheAddressIsTrustedAnyPasswordWillDo() {
    UpstreamDialogue start =
        Pop3ToUpstream.start(alice(new UpstreamProof.None(), UpstreamTls.NONE));
    String named = "S: +OK x\nC: USER alice@example.org\n";
    assertPlays(start, named + "S: +OK\nC: PASS latchkey\nS: +OK in\n=READY\n");
    assertPlays(start, named + "S: -ERR who\n=REFUSED\n");
    assertPlays(start, named + "S: +OK\nC: PASS latchkey\nS: -ERR no\n=REFUSED\n");
  }
}
