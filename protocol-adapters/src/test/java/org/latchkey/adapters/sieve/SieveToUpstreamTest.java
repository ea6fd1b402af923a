// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.sieve;

import static org.latchkey.adapters.relay.UpstreamScript.alice;
import static org.latchkey.adapters.relay.UpstreamScript.assertPlays;
import static org.latchkey.adapters.relay.UpstreamScript.sasl;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latchkey.adapters.relay.UpstreamDialogue;
import org.latchkey.adapters.relay.UpstreamProof;
import org.latchkey.config.UpstreamTls;

final class SieveToUpstreamTest {
  private static final String SIGN_IN = "C: AUTHENTICATE \"PLAIN\" \"cHJvb2Y=\"\n";

  private static UpstreamDialogue plain(UpstreamTls tls) {
    return SieveToUpstream.start(alice(sasl("PLAIN", "cHJvb2Y="), tls));
  }

  @Test
  void signsInBehindTheCapabilities() {
    assertPlays(
        plain(UpstreamTls.NONE),
        "S: \"SIEVE\" \"fileinto\"\nS: \"STARTTLS\"\nS: OK\n" + SIGN_IN + "S: OK \"in\"\n=READY\n");
  }

  @Test
  void hearsTheCapabilitiesAgainUnderTls() {
    assertPlays(
        plain(UpstreamTls.STARTTLS),
        """
        S: "SASL" ""
        S: OK "ready"
        C: STARTTLS
        S: OK "begin"
        @tls
        S: "SASL" "PLAIN"
        S: ok "ready"
        """
            + SIGN_IN);
  }

  @Test
  void thereIsNoWayRoundTls() {
    assertPlays(plain(UpstreamTls.STARTTLS), "S: OK\nC: STARTTLS\nS: NO \"no\"\n=TLS\n");
  }

  @Test
  void whatIsSaidInClearTextBehindThePermissionIsAnAttack() {
    UpstreamDialogue asked = plain(UpstreamTls.STARTTLS).on("OK").next();
    assertPlays(asked.on("OK").next(), "S: \"SASL\" \"PLAIN\"\n=PROTOCOL\n");
  }

  @Test
  void aLiteralIsPassedOverWhateverIsInIt() {
    assertPlays(
        plain(UpstreamTls.NONE),
        "S: \"IMPLEMENTATION\" {6}\nS: OK\nS: OK\nS: {5}\nS: SIEVE {8}\nS: fileinto\nS: OK {2}\nS: hi\n"
            + SIGN_IN
            + "S: OK {8}\nS: NO\nS: \"no\"\n=READY\n");
  }

  @Test
  void aLiteralOfAnUpstreamHasABound() {
    assertPlays(plain(UpstreamTls.NONE), "S: \"X\" {65537}\n=PROTOCOL\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"BYE (TRYLATER) \"busy\"", "NO", "OKAY", "* OK imap", ""})
  void aGreetingThatIsNoneFails(String line) {
    assertPlays(plain(UpstreamTls.NONE), "S: " + line + "\n=PROTOCOL\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"NO \"no\"", "BYE \"no\"", "\"eyJzdGF0dXMiOiI0MDEifQ==\"", "rubbish"})
  void aRefusalOrAnErrorsChallengeIsARefusal(String line) {
    assertPlays(plain(UpstreamTls.NONE), "S: OK\n" + SIGN_IN + "S: " + line + "\n=REFUSED\n");
  }

  @ParameterizedTest
  @ValueSource(ints = {1024, 1025})
  void whatIsTooLongForAQuotedStringIsALiteral(int length) {
    String response = "A".repeat(length);
    assertPlays(
        SieveToUpstream.start(alice(sasl("PLAIN", response), UpstreamTls.NONE)),
        length <= 1024
            ? "S: OK\nC: AUTHENTICATE \"PLAIN\" \"" + response + "\"\nS: OK\n=READY\n"
            : "S: OK\nC: AUTHENTICATE \"PLAIN\" {1025+}\nC: " + response + "\nS: OK\n=READY\n");
  }

  @Test
  void whereTheAddressIsTrustedAnyPasswordWillDo() {
    assertPlays(
        SieveToUpstream.start(alice(new UpstreamProof.None(), UpstreamTls.NONE)),
        "S: OK\nC: AUTHENTICATE \"PLAIN\" \"AGFsaWNlQGV4YW1wbGUub3JnAGxhdGNoa2V5\"\nS: OK\n=READY\n");
  }

  @Test
  void oneThatBelievesOurWordMayNotLetAClientSignInAnew() {
    assertPlays(
        SieveToUpstream.start(alice(new UpstreamProof.None(), UpstreamTls.NONE)),
        "S: \"SIEVE\" \"fileinto\"\nS: \"UNAUTHENTICATE\"\n=NOT_CONFIGURED\n");
  }
}
