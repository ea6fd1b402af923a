// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.onboarding;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.latchkey.core.password.Secret;
import org.latchkey.portal.onboarding.PublicService.Kind;

/**
 * A configuration profile for Apple's devices ({@code .mobileconfig}): one for mail, contacts and
 * calendars, with the app password inside. A device that gets it anew for the same app password
 * replaces the one it has.
 */
public final class AppleProfile {
  /** The media type that makes a device take it for a profile. */
  public static final String MEDIA_TYPE = "application/x-apple-aspen-config";

  private final PublicServices services;
  private final ProfileRequest request;
  private final Secret appPassword;

  private AppleProfile(PublicServices services, ProfileRequest request, Secret appPassword) {
    this.services = services;
    this.request = request;
    this.appPassword = appPassword;
  }

  /**
   * The profile, unsigned; empty where the app password is good for nothing that is offered and
   * that a profile can set up. The caller wipes the octets: the app password is in them.
   *
   * @param appPassword stays the caller's to close; nothing of it is kept
   */
  public static Optional<byte[]> make(
      PublicServices services, ProfileRequest request, Secret appPassword) {
    return new AppleProfile(services, request, appPassword).octets();
  }

  private Optional<byte[]> octets() {
    Optional<PublicService> incoming =
        usable(Kind.IMAP)
            .or(() -> usable(Kind.POP3))
            .filter(each -> request.owner().address().isPresent());
    Optional<PublicService> contacts = usable(Kind.CARDDAV);
    Optional<PublicService> calendars = usable(Kind.CALDAV);
    if (incoming.isEmpty() && contacts.isEmpty() && calendars.isEmpty()) {
      return Optional.empty();
    }
    try (SecretOutput out = new SecretOutput()) {
      Plist plist = new Plist(out);
      plist.startArray("PayloadContent");
      incoming.ifPresent(each -> mail(plist, each));
      contacts.ifPresent(each -> dav(plist, "CardDAV", each));
      calendars.ifPresent(each -> dav(plist, "CalDAV", each));
      plist.end();
      payload(plist, "Configuration", "", services.domain() + ": " + request.label());
      plist.put("PayloadOrganization", services.domain()).put("PayloadRemovalDisallowed", false);
      plist.finish();
      return Optional.of(out.take());
    }
  }

  private Optional<PublicService> usable(Kind kind) {
    return request.services().contains(kind.service()) ? services.best(kind) : Optional.empty();
  }

  private void mail(Plist plist, PublicService incoming) {
    ProfileOwner owner = request.owner();
    String name = services.domain();
    plist.startDict();
    payload(plist, "com.apple.mail.managed", ".mail", name);
    plist
        .put("EmailAccountDescription", name)
        .put("EmailAccountName", owner.name())
        .put("EmailAddress", owner.address().orElseThrow())
        .put("EmailAccountType", incoming.kind() == Kind.IMAP ? "EmailTypeIMAP" : "EmailTypePOP");
    server(plist, "Incoming", incoming);
    plist.put("IncomingPassword", appPassword);
    usable(Kind.SUBMISSION)
        .ifPresentOrElse(outgoing -> outgoing(plist, outgoing), () -> noOutgoing(plist));
    plist.end();
  }

  private void outgoing(Plist plist, PublicService outgoing) {
    server(plist, "Outgoing", outgoing);
    plist.put("OutgoingPassword", appPassword).put("OutgoingPasswordSameAsIncomingPassword", true);
  }

  /** The keys must be there; without a sign-in nothing is taken for delivery. */
  private void noOutgoing(Plist plist) {
    plist
        .put("OutgoingMailServerAuthentication", "EmailAuthNone")
        .put("OutgoingMailServerHostName", services.host());
  }

  /** A device finds out by itself which of TLS and STARTTLS a port wants, and demands either. */
  private void server(Plist plist, String direction, PublicService server) {
    plist
        .put(direction + "MailServerAuthentication", "EmailAuthPassword")
        .put(direction + "MailServerHostName", server.host())
        .put(direction + "MailServerPortNumber", server.port())
        .put(direction + "MailServerUseSSL", true)
        .put(direction + "MailServerUsername", request.owner().userName());
  }

  private void dav(Plist plist, String protocol, PublicService server) {
    String type = protocol.toLowerCase(Locale.ROOT);
    plist.startDict();
    payload(plist, "com.apple." + type + ".account", "." + type, services.domain());
    plist
        .put(protocol + "AccountDescription", services.domain())
        .put(protocol + "HostName", server.host())
        .put(protocol + "Port", server.port())
        .put(protocol + "UseSSL", true)
        .put(protocol + "Username", request.owner().userName())
        .put(protocol + "Password", appPassword)
        .end();
  }

  private void payload(Plist plist, String type, String part, String name) {
    String identifier = "org.latchkey.app-password." + request.id() + part;
    UUID uuid = UUID.nameUUIDFromBytes(identifier.getBytes(StandardCharsets.UTF_8));
    plist
        .put("PayloadType", type)
        .put("PayloadVersion", 1)
        .put("PayloadIdentifier", identifier)
        .put("PayloadUUID", uuid.toString().toUpperCase(Locale.ROOT))
        .put("PayloadDisplayName", name);
  }
}
