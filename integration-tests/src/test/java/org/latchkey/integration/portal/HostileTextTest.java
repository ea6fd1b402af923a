// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration.portal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.sdk.RDN;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.latchkey.integration.TestServer;
import org.latchkey.integration.portal.PortalAtWork.Person;
import org.latchkey.integration.portal.PortalVisitor.Answer;

/** Labels that would like to be more than text, and addresses that would like to be elsewhere. */
final class HostileTextTest extends PortalUnderAttack {
  private Person alice;

  HostileTextTest(TestServer server) {
    super(server);
  }

  @BeforeEach
  void enrol() throws Exception {
    alice = portal.enrolled();
    alice.visitor().get("/portal/app-passwords");
  }

  private Answer make(String label) throws Exception {
    return PortalAtWork.tryToMake(alice.visitor(), label, PortalAtWork.MAIL);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u202egnp.exe",
        "a\u2066b",
        "a\u200bb",
        "a\u0000b",
        "a\u0007b",
        "a\r\nb",
        "a\u2028b",
        "a\u001b[31mb",
        "",
        "   ",
        "12345678901234567890123456789012345678901234567890123456789012345"
      })
  void labelThatCantBeShownIsRefused(String label) throws Exception {
    Answer answer = make(label);
    assertEquals(422, answer.status(), answer::toString);
    assertTrue(answer.text().contains("role=\"alert\""), answer::toString);
    assertTrue(alice.visitor().get("/portal/app-passwords").text().contains(">0 of 25<"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "' onmouseover='alert(1)",
        "{{7*7}} ${7*7}",
        "javascript:alert(1)",
        "</title></bdi><svg onload=alert(1)>"
      })
  void labelWithMarkupIsText(String label) throws Exception {
    assertEquals(200, make(label).status());
    String list = alice.visitor().get("/portal/app-passwords").text();
    int at = list.indexOf("/portal/app-passwords/", list.indexOf("class=\"cards\"")) + 22;
    String id = list.substring(at, at + 36);
    for (String page :
        List.of(
            "/app-passwords",
            "/app-passwords/" + id,
            "/app-passwords/" + id + "/revoke",
            "/app-passwords/revoke-all",
            "/password",
            "/history")) {
      String text = alice.visitor().get("/portal" + page).text();
      assertEscaped(text);
    }
    assertEquals(303, alice.visitor().post("/portal/app-passwords/" + id + "/revoke").status());
    assertEscaped(alice.visitor().get("/portal/app-passwords").text());
  }

  private static void assertEscaped(String page) {
    String tags = page.replaceAll("\"[^\"]*\"", "\"\"");
    for (String foreign : List.of("<script>", "<img src=x", "<svg onload", "{{49}} 49")) {
      assertFalse(page.contains(foreign), page);
    }
    assertFalse(tags.matches("(?s).*<[^>]* on[a-z]+=.*"), page);
    assertFalse(page.matches("(?s).*(href|src|action)=\"javascript:.*"), page);
  }

  /** It stands in an element of its own, and in a sentence between isolates. */
  @ParameterizedTest
  @ValueSource(strings = {"\u05d8\u05dc\u05e4\u05d5\u05df (1)", "\u0647\u0627\u062a\u0641 (1)"})
  void labelFromRightToLeftKeepsToItsPlace(String label) throws Exception {
    assertTrue(make(label).text().contains("<bdi>" + label + "</bdi>"));
    String list = alice.visitor().get("/portal/app-passwords").text();
    assertTrue(list.contains("<bdi>" + label + "</bdi>"), list);
    int at = list.indexOf("/portal/app-passwords/", list.indexOf("class=\"cards\"")) + 22;
    String revoke =
        alice
            .visitor()
            .get("/portal/app-passwords/" + list.substring(at, at + 36) + "/revoke")
            .text();
    assertTrue(revoke.contains("\u2068" + label + "\u2069"), revoke);
  }

  /** And it is the same label to an admin's tools. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u7535\u8bdd",
        "Jane\u2019s iPhone",
        "\u2116 7 \u00c4",
        "M\u00fcller",
        "Home \u2013 iPad",
        "\u06af\u0648\u0634\u06cc\u200c\u0647\u0627", // with a joiner, as Persian is written
        "#1, a+b;c\\f=g"
      })
  void labelInAnyScriptIsShown(String label) throws Exception {
    Answer made = make(label);
    assertTrue(made.text().contains("<bdi>" + label + "</bdi>"), made::toString);
    RDN rdn = new RDN("cn", label);
    portal.server().admin().delete(rdn + "," + alice.account().dn());
    assertTrue(alice.visitor().get("/portal/app-passwords").text().contains(">0 of 25<"));
  }

  /** ApacheDS can't compare what its string preparation leaves out (RFC 4518 §2.4). */
  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          '', 'The name is empty: type one.'
          '   ', 'The name is empty: type one.'
          '\u00a0', 'The name is empty: type one.'
          'a\u202eb', 'The name holds characters that nobody sees'
          'a\u200c', 'The name holds characters that nobody sees'
          '\ud83d\udcf1 iPhone', 'The name holds emoji, which can’t be used in names'
          '\u274c', 'The name holds emoji, which can’t be used in names'
          '\ud83c\udff3\ufe0f Pride', 'The name holds emoji, which can’t be used in names'
          '#1 \ue000', 'The name holds characters that can’t be kept'
          '12345678901234567890123456789012345678901234567890123456789012345', 'The name is too long'
          """)
  void whatIsWrongWithALabelIsSaidInPlainWords(String label, String words) throws Exception {
    Answer answer = make(label);
    assertEquals(422, answer.status(), answer::toString);
    assertTrue(answer.text().contains(words), answer::toString);
    make("Present");
    String list = alice.visitor().get("/portal/app-passwords").text();
    int at = list.indexOf("/portal/app-passwords/", list.indexOf("class=\"cards\"")) + 22;
    Answer changed =
        alice
            .visitor()
            .post(
                "/portal/app-passwords/" + list.substring(at, at + 36),
                "label",
                label,
                "preset",
                PortalAtWork.MAIL);
    assertEquals(422, changed.status(), changed::toString);
    assertTrue(changed.text().contains(words), changed::toString);
  }

  /** Before the browser makes it, so that none is left over on its authenticator. */
  @Test
  void nameOfAPasskeyIsCheckedBeforeThePasskeyIsMade() throws Exception {
    PortalVisitor visitor = alice.visitor();
    visitor.get("/portal/factors/passkeys/new");
    Answer refused = visitor.post("/portal/factors/passkeys/name", "label", "  ");
    assertEquals(422, refused.status(), refused::toString);
    assertEquals("The name is empty: type one.", refused.text());
    assertEquals(204, visitor.post("/portal/factors/passkeys/name", "label", "Key").status());
    Answer sent = visitor.post("/portal/factors/passkeys", "label", "a\u202eb", "response", "{}");
    assertEquals(422, sent.status(), sent::toString);
    assertTrue(sent.text().contains("The name holds characters that nobody sees"), sent::toString);
  }

  @Test
  void loginNameThatWasTypedIsText() throws Exception {
    PortalVisitor visitor = portal.visitor();
    visitor.get("/portal/sign-in");
    Answer answer =
        PortalAtWork.givePassword(visitor, "\"><script>alert(1)</script>\u202e", "wrong");
    assertEquals(403, answer.status(), answer::toString);
    assertEscaped(answer.text());
    assertEquals(1, audit.count("sign-in-refused", "\\u202e"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/portal//evil.example",
        "/portal/../../evil",
        "/portal/%2e%2e/evil",
        "/portal@evil.example",
        "/portal.evil.example/",
        "/portal/\r\nLocation: https://evil.example",
        "/portal/\u0000",
        "/portal/sign-in?next=https://evil.example",
        "javascript:alert(1)",
        "portal/",
        " /portal/",
        "/",
        "/carddav/"
      })
  void nextPageIsOnePageOfThePortal(String next) throws Exception {
    PortalVisitor visitor = portal.visitor();
    Answer answer = visitor.get("/portal/sign-in?" + PortalVisitor.encoded("next", next));
    assertEquals(400, answer.status(), answer::toString);
    assertEquals("", answer.header("Location"));
    assertEquals(1, audit.count("request-refused", "foreign-next "));
    assertEquals("/portal/app-passwords", signedIn(visitor));
  }

  private String signedIn(PortalVisitor visitor) throws Exception {
    visitor.get("/portal/sign-in");
    PortalAtWork.givePassword(visitor, alice.account().login(), alice.account().primaryPassword());
    visitor.get("/portal/second-factor");
    return visitor.post("/portal/second-factor", "code", alice.app().next()).header("Location");
  }

  @Test
  void pageThatWasAskedForComesNext() throws Exception {
    PortalVisitor visitor = portal.visitor();
    visitor.get("/portal/sign-in?next=/portal/devices");
    assertEquals("/portal/devices", signedIn(visitor));
  }

  @Test
  void pathThatWasAskedForLeadsNowhereElse() throws Exception {
    PortalVisitor visitor = portal.visitor();
    visitor.get("/portal/app-passwords/%2f%2fevil.example");
    String location = signedIn(visitor);
    assertTrue(location.matches("/portal/[a-z-]+"), location);
  }
}
