// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.page;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latchkey.core.account.Account;
import org.latchkey.core.account.AccountId;
import org.latchkey.portal.onboarding.PublicService;
import org.latchkey.portal.onboarding.PublicService.Encryption;
import org.latchkey.portal.onboarding.PublicService.Kind;
import org.latchkey.portal.text.Messages;

final class ServerTextsTest {
  private static final Account ALICE =
      new Account(
          AccountId.of("11111111-2222-3333-4444-555555555555"),
          "uid=alice,ou=people",
          Set.of("alice"),
          false,
          Optional.empty(),
          List.of(),
          List.of(),
          Map.of(),
          1);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          IMAP | 1993 | TLS | Mail (IMAP): mail.example.org, port 1993, TLS
          SUBMISSION | 587 | STARTTLS | Sending mail: mail.example.org, port 587, STARTTLS
          CARDDAV | 443 | TLS | Contacts: mail.example.org, port 443, TLS; address https://mail.example.org/.well-known/carddav
          CALDAV | 1443 | TLS | Calendars: mail.example.org, port 1443, TLS; address https://mail.example.org:1443/.well-known/caldav
          LDAP | 636 | TLS | Directory (LDAP): mail.example.org, port 636, TLS; bind DN uid=alice,ou=people
          """)
  void aPortIsSaidWithAllThatItsClientsAskFor(
      Kind kind, int port, Encryption encryption, String words) {
    assertEquals(
        words,
        new ServerTexts(new Messages(Locale.ENGLISH))
            .text(new PublicService(kind, "mail.example.org", port, encryption), ALICE));
  }
}
