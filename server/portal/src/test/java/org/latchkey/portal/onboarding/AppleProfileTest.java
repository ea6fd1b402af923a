// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.onboarding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latchkey.core.account.Service;
import org.latchkey.core.password.AppPasswordId;
import org.latchkey.core.password.Secret;
import org.latchkey.portal.onboarding.PublicService.Encryption;
import org.latchkey.portal.onboarding.PublicService.Kind;

/** Profiles as Python's own reader of property lists finds them. */
class AppleProfileTest {
  private static final String READ =
      "import json, plistlib, sys; json.dump(plistlib.loads(sys.stdin.buffer.read()), sys.stdout)";

  @TempDir private Path folder;

  @BeforeAll
  static void aReaderIsThere() {
    Tool.demand("python3");
  }

  private JsonObject read(byte[] profile) throws Exception {
    Tool.Ran ran = Tool.run(folder, profile, "python3", "-c", READ);
    assertEquals(0, ran.exitCode(), ran.out());
    return new JsonObject(ran.out());
  }

  private JsonObject made(PublicServices services, ProfileRequest request) throws Exception {
    try (Secret appPassword = Example.appPassword()) {
      return read(AppleProfile.make(services, request, appPassword).orElseThrow());
    }
  }

  private JsonObject made(PublicServices services, Set<Service> good) throws Exception {
    return made(services, Example.iPhone(good));
  }

  private static List<JsonObject> payloads(JsonObject profile) {
    return profile.getJsonArray("PayloadContent").stream().map(JsonObject.class::cast).toList();
  }

  private static List<String> types(JsonObject profile) {
    return payloads(profile).stream().map(each -> each.getString("PayloadType")).toList();
  }

  @Test
  void oneProfileSetsUpMailContactsAndCalendars() throws Exception {
    JsonObject profile = made(Example.everything(), EnumSet.allOf(Service.class));
    assertEquals("Configuration", profile.getString("PayloadType"));
    assertEquals("example.org: iPhone", profile.getString("PayloadDisplayName"));
    assertFalse(profile.getBoolean("PayloadRemovalDisallowed"));
    assertEquals(
        List.of("com.apple.mail.managed", "com.apple.carddav.account", "com.apple.caldav.account"),
        types(profile));

    JsonObject mail = payloads(profile).getFirst();
    assertHolds(
        mail,
        new JsonObject()
            .put("EmailAccountType", "EmailTypeIMAP")
            .put("EmailAccountName", "Alice")
            .put("EmailAddress", "alice@example.org")
            .put("IncomingMailServerAuthentication", "EmailAuthPassword")
            .put("IncomingMailServerHostName", "mail.example.org")
            .put("IncomingMailServerPortNumber", 993)
            .put("IncomingMailServerUseSSL", true)
            .put("IncomingMailServerUsername", "alice@example.org")
            .put("IncomingPassword", Example.APP_PASSWORD)
            .put("OutgoingMailServerAuthentication", "EmailAuthPassword")
            .put("OutgoingMailServerHostName", "mail.example.org")
            .put("OutgoingMailServerPortNumber", 465)
            .put("OutgoingMailServerUseSSL", true)
            .put("OutgoingMailServerUsername", "alice@example.org")
            .put("OutgoingPassword", Example.APP_PASSWORD));
    assertHolds(payloads(profile).get(1), dav("CardDAV"));
    assertHolds(payloads(profile).get(2), dav("CalDAV"));
  }

  private static JsonObject dav(String protocol) {
    return new JsonObject()
        .put(protocol + "HostName", "mail.example.org")
        .put(protocol + "Port", 443)
        .put(protocol + "UseSSL", true)
        .put(protocol + "Username", "alice@example.org")
        .put(protocol + "Password", Example.APP_PASSWORD);
  }

  private static void assertHolds(JsonObject payload, JsonObject expected) {
    expected.forEach(each -> assertEquals(each.getValue(), payload.getValue(each.getKey())));
  }

  @Test
  void onlyWhatTheAppPasswordIsGoodForIsSetUp() throws Exception {
    assertEquals(
        List.of("com.apple.caldav.account"),
        types(made(Example.everything(), EnumSet.of(Service.CALDAV, Service.LDAP))));
  }

  @Test
  void onlyWhatTheServerOffersIsSetUp() throws Exception {
    PublicServices contactsAlone = Example.services(Example.on(Kind.CARDDAV, 1443, Encryption.TLS));
    JsonObject profile = made(contactsAlone, EnumSet.allOf(Service.class));
    assertEquals(List.of("com.apple.carddav.account"), types(profile));
    assertEquals(1443, payloads(profile).getFirst().getInteger("CardDAVPort"));
  }

  @Test
  void mailIsFetchedByPop3WhereThereIsNoImap() throws Exception {
    JsonObject mail =
        payloads(made(Example.everything(), EnumSet.of(Service.POP3, Service.SMTP))).getFirst();
    assertEquals("EmailTypePOP", mail.getString("EmailAccountType"));
    assertEquals(995, mail.getInteger("IncomingMailServerPortNumber"));
  }

  @Test
  void tlsIsDemandedWhereOnlyStarttlsIsOffered() throws Exception {
    PublicServices services = Example.services(Example.on(Kind.IMAP, 143, Encryption.STARTTLS));
    JsonObject mail = payloads(made(services, EnumSet.of(Service.IMAP))).getFirst();
    assertEquals(143, mail.getInteger("IncomingMailServerPortNumber"));
    assertTrue(mail.getBoolean("IncomingMailServerUseSSL"));
  }

  @Test
  void appPasswordThatIsNotForSendingIsNotSentToTheSubmissionPort() throws Exception {
    JsonObject mail = payloads(made(Example.everything(), EnumSet.of(Service.IMAP))).getFirst();
    assertEquals("EmailAuthNone", mail.getString("OutgoingMailServerAuthentication"));
    assertFalse(mail.containsKey("OutgoingPassword"));
    assertFalse(mail.containsKey("OutgoingPasswordSameAsIncomingPassword"));
  }

  @Test
  void thereIsNoProfileWhereNothingCanBeSetUp() {
    try (Secret appPassword = Example.appPassword()) {
      for (Service service : List.of(Service.SMTP, Service.SIEVE, Service.LDAP)) {
        ProfileRequest request = Example.iPhone(EnumSet.of(service));
        assertTrue(AppleProfile.make(Example.everything(), request, appPassword).isEmpty());
      }
      assertTrue(
          AppleProfile.make(
                  Example.services(), Example.iPhone(EnumSet.allOf(Service.class)), appPassword)
              .isEmpty());
    }
  }

  @Test
  void withoutAnAddressThereAreContactsAndCalendarsAndNoMail() throws Exception {
    ProfileOwner owner = new ProfileOwner("Alice", Optional.empty(), "alice");
    JsonObject profile =
        made(
            Example.everything(),
            new ProfileRequest(Example.ID, "iPhone", EnumSet.allOf(Service.class), owner));
    assertEquals(
        List.of("com.apple.carddav.account", "com.apple.caldav.account"),
        payloads(profile).stream().map(each -> each.getString("PayloadType")).toList());
    assertEquals("alice", payloads(profile).getFirst().getString("CardDAVUsername"));
    try (Secret appPassword = Example.appPassword()) {
      ProfileRequest mail =
          new ProfileRequest(Example.ID, "iPhone", EnumSet.of(Service.IMAP, Service.SMTP), owner);
      assertTrue(AppleProfile.make(Example.everything(), mail, appPassword).isEmpty());
    }
  }

  @Test
  void identifiersStayForTheSameAppPasswordAndDifferForAnother() throws Exception {
    JsonObject once = made(Example.everything(), EnumSet.allOf(Service.class));
    assertEquals(once, made(Example.everything(), EnumSet.allOf(Service.class)));
    AppPasswordId otherId = AppPasswordId.of("1b9ad7f2-5c2c-4f5e-9b6a-1f1f6d0a7c11");
    JsonObject other =
        made(
            Example.everything(),
            new ProfileRequest(otherId, "iPad", EnumSet.allOf(Service.class), Example.ALICE));
    for (String key : List.of("PayloadUUID", "PayloadIdentifier")) {
      Set<String> seen = new HashSet<>();
      seen.add(once.getString(key));
      payloads(once).forEach(each -> assertTrue(seen.add(each.getString(key))));
      assertTrue(seen.add(other.getString(key)));
      payloads(other).forEach(each -> assertTrue(seen.add(each.getString(key))));
    }
  }

  @Test
  void textsWithXmlAndForeignCharactersArriveWhole() throws Exception {
    String label = "</string>&amp;]]> \u00e9\u05d0\u65e5\ud83d\udd11 \"'";
    String name = "Zo\u00eb <Ren\u00e9> & \ud83d\ude00";
    ProfileOwner owner = new ProfileOwner(name, Optional.of("zo\u00eb@example.org"), "zo\u00eb&co");
    JsonObject profile =
        made(
            Example.everything(),
            new ProfileRequest(Example.ID, label, EnumSet.allOf(Service.class), owner));
    assertEquals("example.org: " + label, profile.getString("PayloadDisplayName"));
    JsonObject mail = payloads(profile).getFirst();
    assertEquals(name, mail.getString("EmailAccountName"));
    assertEquals("zo\u00eb@example.org", mail.getString("EmailAddress"));
    assertEquals("zo\u00eb&co", mail.getString("IncomingMailServerUsername"));
  }

  @Test
  void whatXmlCannotHoldIsReplaced() throws Exception {
    JsonObject profile =
        made(
            Example.everything(),
            new ProfileRequest(
                Example.ID, "a\u0000b\ufffe\ud800c", EnumSet.of(Service.IMAP), Example.ALICE));
    assertEquals("example.org: a\ufffdb\ufffd\ufffdc", profile.getString("PayloadDisplayName"));
  }

  @Test
  void secretStaysTheCallersAndIsAsItWas() {
    try (Secret appPassword = Example.appPassword()) {
      byte[] profile =
          AppleProfile.make(
                  Example.everything(), Example.iPhone(EnumSet.of(Service.IMAP)), appPassword)
              .orElseThrow();
      assertArrayEquals(
          Example.APP_PASSWORD.getBytes(StandardCharsets.US_ASCII), appPassword.octets());
      assertNotEquals(
          -1, new String(profile, StandardCharsets.UTF_8).indexOf(Example.APP_PASSWORD));
    }
  }

  @Test
  void secretThatXmlWouldReadAsMarkupIsRefused() {
    try (Secret secret = Secret.takeOver("a<b".getBytes(StandardCharsets.US_ASCII))) {
      assertThrows(
          IllegalArgumentException.class,
          () ->
              AppleProfile.make(
                  Example.everything(), Example.iPhone(EnumSet.of(Service.IMAP)), secret));
    }
  }
}
