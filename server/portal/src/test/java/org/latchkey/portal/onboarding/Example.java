// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.onboarding;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.latchkey.core.account.Service;
import org.latchkey.core.password.AppPasswordId;
import org.latchkey.core.password.Secret;
import org.latchkey.portal.onboarding.PublicService.Encryption;
import org.latchkey.portal.onboarding.PublicService.Kind;

/** What the tests are about: mail.example.org and alice's iPhone. */
final class Example {
  static final String HOST = "mail.example.org";
  static final String APP_PASSWORD = "abcdefghijklmnopqrstuvwxy";
  static final AppPasswordId ID = AppPasswordId.of("0b9ad7f2-5c2c-4f5e-9b6a-1f1f6d0a7c11");
  static final ProfileOwner ALICE =
      new ProfileOwner("Alice", Optional.of("alice@example.org"), "alice@example.org");

  private Example() {}

  /** Every kind of service; STARTTLS before TLS, as no client should take it. */
  static PublicServices everything() {
    return services(
        on(Kind.IMAP, 143, Encryption.STARTTLS),
        on(Kind.IMAP, 993, Encryption.TLS),
        on(Kind.POP3, 110, Encryption.STARTTLS),
        on(Kind.POP3, 995, Encryption.TLS),
        on(Kind.SIEVE, 4190, Encryption.STARTTLS),
        on(Kind.SUBMISSION, 587, Encryption.STARTTLS),
        on(Kind.SUBMISSION, 465, Encryption.TLS),
        on(Kind.CARDDAV, 443, Encryption.TLS),
        on(Kind.CALDAV, 443, Encryption.TLS),
        on(Kind.LDAP, 636, Encryption.TLS));
  }

  static PublicService on(Kind kind, int port, Encryption encryption) {
    return new PublicService(kind, HOST, port, encryption);
  }

  static PublicServices services(PublicService... offered) {
    return new PublicServices(
        HOST, "example.org", "https://mail.example.org/portal/", List.of(443), List.of(offered));
  }

  static ProfileRequest iPhone(Set<Service> services) {
    return new ProfileRequest(ID, "iPhone", services, ALICE);
  }

  static Secret appPassword() {
    return Secret.takeOver(APP_PASSWORD.getBytes(StandardCharsets.US_ASCII));
  }
}
