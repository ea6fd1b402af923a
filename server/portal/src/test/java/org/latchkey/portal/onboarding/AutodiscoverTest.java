// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.onboarding;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

class AutodiscoverTest {
  private static final String REQUEST =
      "http://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006";
  private static final String ENVELOPE =
      "http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006";
  private static final String SETTINGS =
      "http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a";
  private static final Instant NOW = Instant.parse("2026-11-27T09:08:07.123456Z");

  private static String request(String address, String schema) {
    return """
    <?xml version="1.0" encoding="utf-8"?>
    <Autodiscover xmlns="%s"><Request>
      <EMailAddress>%s</EMailAddress>
      <AcceptableResponseSchema>%s</AcceptableResponseSchema>
    </Request></Autodiscover>
    """
        .formatted(REQUEST, address, schema);
  }

  private static Element answer(String body) throws Exception {
    return Xml.root(
        Autodiscover.answer(
            Example.everything(), body.getBytes(StandardCharsets.UTF_8), Optional.empty(), NOW));
  }

  private static Element response(Element answer) {
    assertEquals("Autodiscover", answer.getLocalName());
    assertEquals(ENVELOPE, answer.getNamespaceURI());
    return Xml.children(answer, "Response").getFirst();
  }

  private static void assertError(String code, String message, Element answer) {
    Element response = response(answer);
    assertEquals(ENVELOPE, response.getNamespaceURI());
    Element error = Xml.children(response).getFirst();
    assertEquals("09:08:07.1234560", error.getAttribute("Time"));
    assertEquals(
        List.of("ErrorCode=" + code, "Message=" + message, "DebugData="), Xml.fields(error));
  }

  @Test
  void everyOpenPortIsThereAndTlsGoesFirst() throws Exception {
    Element response = response(answer(request("alice@example.org", SETTINGS)));
    assertEquals(SETTINGS, response.getNamespaceURI());
    Element account = Xml.children(response, "Account").getFirst();
    assertEquals(
        List.of("AccountType=email", "Action=settings"), Xml.fields(account).subList(0, 2));
    List<Element> protocols = Xml.children(account, "Protocol");
    assertEquals(
        List.of(
            "IMAP 993 SSL",
            "IMAP 143 TLS",
            "POP3 995 SSL",
            "POP3 110 TLS",
            "SMTP 465 SSL",
            "SMTP 587 TLS"),
        protocols.stream()
            .map(each -> text(each, "Type") + " " + text(each, "Port") + " " + encryption(each))
            .toList());
    assertEquals(
        List.of(
            "Type=SMTP",
            "Server=mail.example.org",
            "Port=587",
            "DomainRequired=off",
            "LoginName=alice@example.org",
            "SPA=off",
            "SSL=on",
            "Encryption=TLS",
            "AuthRequired=on",
            "UsePOPAuth=off",
            "SMTPLast=off"),
        Xml.fields(protocols.getLast()));
  }

  private static String text(Element parent, String name) {
    return Xml.children(parent, name).getFirst().getTextContent();
  }

  private static String encryption(Element protocol) {
    return text(protocol, "Encryption");
  }

  @Test
  void addressIsEchoedAsText() throws Exception {
    Element response = response(answer(request("a&amp;b&lt;x&gt;@b\u00fccher.example", SETTINGS)));
    Element user = Xml.children(response, "User").getFirst();
    assertEquals("a&b<x>@b\u00fccher.example", text(user, "EMailAddress"));
    assertEquals(0, Xml.children(Xml.children(user, "EMailAddress").getFirst()).size());
  }

  @Test
  void clientThatNamesNoSchemaGetsTheOneThereIs() throws Exception {
    assertEquals(SETTINGS, response(answer(request("alice@example.org", ""))).getNamespaceURI());
  }

  @Test
  void answerInASchemaThatIsNotSpokenIsRefused() throws Exception {
    String mobile =
        "http://schemas.microsoft.com/exchange/autodiscover/mobilesync/responseschema/2006";
    assertError("601", "Provider is not available", answer(request("alice@example.org", mobile)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "<Autodiscover>",
        "<Autodiscover/>",
        "<Autodiscover><Request/></Autodiscover>",
        "<Autodiscover><EMailAddress>a@b.example</EMailAddress></Autodiscover>",
        "<Autodiscover><Request><EMailAddress>a@b.example</EMailAddress></Request>",
        "<Autodiscover><Request><EMailAddress>alice</EMailAddress></Request></Autodiscover>",
        "<Autodiscover><Request><EMailAddress>a"
            + " b@c.example</EMailAddress></Request></Autodiscover>",
        "<Autodiscover><Request><EMailAddress>&x;a@b.example</EMailAddress></Request></Autodiscover>"
      })
  void malformedRequestIsError600(String body) throws Exception {
    assertError("600", "Invalid Request", answer(body));
  }

  @Test
  void requestThatIsTooDeepOrTooLongIsError600() throws Exception {
    assertError("600", "Invalid Request", answer("<a>".repeat(5000)));
    assertError(
        "600", "Invalid Request", answer(request("a@b.example", SETTINGS) + " ".repeat(64 * 1024)));
  }

  @Test
  void entitiesAreRefusedAndNothingIsFetched(@TempDir Path folder) throws Exception {
    Path secret = Files.writeString(folder.resolve("secret"), "a@stolen.example");
    for (String declaration :
        List.of(
            "<!ENTITY x SYSTEM \"" + secret.toUri() + "\">",
            "<!ENTITY x \"a@b.example\">",
            "<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\"><!ENTITY x"
                + " \"&b;&b;@b.example\">",
            "<!ENTITY % p SYSTEM \"" + secret.toUri() + "\"> %p;")) {
      String body =
          "<!DOCTYPE Autodiscover ["
              + declaration
              + "]>"
              + "<Autodiscover><Request><EMailAddress>&x;</EMailAddress></Request></Autodiscover>";
      assertError("600", "Invalid Request", answer(body));
      byte[] answer =
          Autodiscover.answer(
              Example.everything(), body.getBytes(StandardCharsets.UTF_8), Optional.empty(), NOW);
      assertFalse(new String(answer, StandardCharsets.UTF_8).contains("stolen"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "UTF-8, true, false",
    "UTF-16, true, false",
    "UTF-16LE, true, false",
    "UTF-16BE, false, true",
    "UTF-16LE, false, true",
    "ISO-8859-1, true, false",
    "ISO-8859-1, false, true",
    "windows-1252, true, true",
    "UTF-8, false, false"
  })
  void encodingIsTheDocumentsOrElseTheMediaTypes(String name, boolean declared, boolean inMediaType)
      throws Exception {
    Charset charset = Charset.forName(name);
    String text =
        (declared ? "<?xml version=\"1.0\" encoding=\"" + name + "\"?>" : "")
            + request("müller@b.example", SETTINGS).lines().skip(1).collect(joining("\n"));
    byte[] body = (name.equals("UTF-16LE") && declared ? "\ufeff" + text : text).getBytes(charset);
    byte[] answer =
        Autodiscover.answer(
            Example.everything(), body, Optional.of(charset).filter(each -> inMediaType), NOW);
    assertTrue(new String(answer, StandardCharsets.UTF_8).contains("müller@b.example"), name);
  }

  @Test
  void jsonPointsAtTheXml() {
    AutodiscoverJson found = AutodiscoverJson.answer(Example.everything(), "autodiscoverv1");
    assertEquals(200, found.status());
    assertTrue(
        found.json().matches(".*\"Url\":\"https://[^/]+/autodiscover/autodiscover.xml\".*"),
        found.json());
    for (String other : List.of("", "ActiveSync", "\"};alert(1)")) {
      AutodiscoverJson refused = AutodiscoverJson.answer(Example.everything(), other);
      assertEquals(400, refused.status());
      assertFalse(refused.json().contains("alert"), refused.json());
    }
  }

  @Test
  void documentTypeAloneIsRefused() throws Exception {
    assertError(
        "600",
        "Invalid Request",
        answer(
            "<!DOCTYPE Autodiscover><Autodiscover><Request><EMailAddress>a@b.example</EMailAddress>"
                + "</Request></Autodiscover>"));
  }
}
