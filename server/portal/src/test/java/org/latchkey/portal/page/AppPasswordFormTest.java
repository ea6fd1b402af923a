// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latchkey.config.Cidr;
import org.latchkey.core.account.Service;
import org.latchkey.core.account.ServicePreset;
import org.latchkey.core.password.AppPassword;
import org.latchkey.core.password.AppPasswordDraft;
import org.latchkey.core.password.AppPasswordId;
import org.latchkey.portal.web.Form;

final class AppPasswordFormTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private static AppPasswordForm sent(Map<String, List<String>> fields) {
    return AppPasswordForm.of(new Form(fields));
  }

  @Test
  void aPresetGoesBeforeWhatIsTickedUnlessItWasChosenOneByOne() throws Exception {
    Map<String, List<String>> ticked =
        Map.of("label", List.of("x"), "preset", List.of("send"), "service", List.of("imap"));
    assertEquals(Set.of(Service.SMTP), sent(ticked).draft(NOW).services());
    Map<String, List<String>> chosen =
        Map.of(
            "label", List.of("x"),
            "preset", List.of("chosen"),
            "service", List.of("imap", "ldap", "nonsense"));
    assertEquals(Set.of(Service.IMAP, Service.LDAP), sent(chosen).draft(NOW).services());
  }

  @Test
  void theLastDayEndsInUtcAndLimitsAreRead() throws Exception {
    AppPasswordDraft draft =
        sent(Map.of(
                "label", List.of(" iPhone "),
                "preset", List.of("mail"),
                "expires", List.of("2026-03-01"),
                "networks", List.of("192.0.2.0/24, 2001:db8::/32"),
                "idle", List.of("90")))
            .draft(NOW);
    assertEquals("iPhone", draft.label());
    assertEquals(Optional.of(Instant.parse("2026-03-01T23:59:59Z")), draft.expires());
    assertEquals(
        List.of(Cidr.parse("192.0.2.0/24"), Cidr.parse("2001:db8::/32")), draft.networks());
    assertEquals(Optional.of(Duration.ofDays(90)), draft.idleLimit());
  }

  @ParameterizedTest
  @CsvSource({
    "preset, nonsense, form.noService",
    "preset, chosen, form.noService",
    "expires, tomorrow, form.badDay",
    "expires, 2026-02-28, form.pastDay",
    "networks, 192.0.2.0/33, form.badNetwork",
    "idle, 0, form.badIdle",
    "idle, -1, form.badIdle",
    "idle, 99999, form.badIdle"
  })
  void whatCantBeUnderstoodIsSaid(String field, String value, String key) {
    Map<String, List<String>> fields =
        new java.util.HashMap<>(Map.of("label", List.of("x"), "preset", List.of("mail")));
    fields.put(field, List.of(value));
    AppPasswordForm form = sent(fields);
    assertEquals(key, assertThrows(AppPasswordForm.Mistake.class, () -> form.draft(NOW)).key());
  }

  @Test
  void theFormOfAnAppPasswordAsksForWhatItIs() throws Exception {
    AppPasswordDraft draft =
        new AppPasswordDraft(
            "iPhone",
            ServicePreset.MAIL.services(),
            Optional.of(Instant.parse("2026-12-31T23:59:59Z")),
            List.of(Cidr.parse("192.0.2.0/24")),
            Optional.of(Duration.ofDays(30)));
    AppPassword present =
        new AppPassword(
            AppPasswordId.of("11111111-2222-3333-4444-555555555555"),
            draft.label(),
            draft.services(),
            Optional.empty(),
            NOW,
            draft.expires(),
            draft.networks(),
            draft.idleLimit(),
            NOW,
            "uid=alice",
            Optional.empty());
    assertEquals("mail", AppPasswordForm.of(present).preset());
    assertEquals(draft, AppPasswordForm.of(present).draft(NOW));
    assertTrue(AppPasswordForm.blank().label().isEmpty());
  }
}
