// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latchkey.config.Cidr;
import org.latchkey.core.account.Service;
import org.latchkey.core.account.ServicePreset;
import org.latchkey.core.directory.DirectoryRefusalException;
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
    assertEquals(Set.of(Service.SMTP), sent(ticked).draft(NOW, Optional.empty()).services());
    Map<String, List<String>> chosen =
        Map.of(
            "label", List.of("x"),
            "preset", List.of("chosen"),
            "service", List.of("imap", "ldap", "nonsense"));
    assertEquals(
        Set.of(Service.IMAP, Service.LDAP), sent(chosen).draft(NOW, Optional.empty()).services());
  }

  @Test
  void whatWasTypedBeforeIsShownInPlaceOfWhatIsThere() {
    Form typed = new Form(Map.of("label", List.of("Tablet"), "idle", List.of("many")));
    AppPassword phone = made(AppPasswordDraft.named("Phone"));
    assertEquals("", AppPasswordForm.shown(Form.EMPTY, Optional.empty()).label());
    for (Optional<AppPassword> present :
        List.of(Optional.<AppPassword>empty(), Optional.of(phone))) {
      AppPasswordForm shown = AppPasswordForm.shown(typed, present);
      assertEquals(List.of("Tablet", "many"), List.of(shown.label(), shown.idleDays()));
    }
    assertEquals(AppPasswordForm.of(phone), AppPasswordForm.shown(Form.EMPTY, Optional.of(phone)));
    assertTrue(AppPasswordForm.FIELDS.containsAll(typed.fields().keySet()));
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
            .draft(NOW, Optional.empty());
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
    "expires, 0000-01-01, form.pastDay",
    "expires, 2026-02-30, form.badDay",
    "expires, +20000-01-01, form.badDay",
    "expires, +999999999-12-31, form.badDay",
    "expires, -2026-01-01, form.badDay",
    "networks, 192.0.2.0/33, form.badNetwork",
    "idle, 0, form.badIdle",
    "idle, -1, form.badIdle",
    "idle, 99999, form.badIdle",
    "idle, 99999999999999999999, form.badIdle",
    "idle, 1e3, form.badIdle",
    "networks, 192.0.2.0/99999999999, form.badNetwork",
    "networks, 2001:db8::/-1, form.badNetwork"
  })
  void whatCantBeUnderstoodIsSaid(String field, String value, String key) {
    Map<String, List<String>> fields =
        new HashMap<>(Map.of("label", List.of("x"), "preset", List.of("mail")));
    fields.put(field, List.of(value));
    AppPasswordForm form = sent(fields);
    assertEquals(
        key,
        assertThrows(AppPasswordForm.Mistake.class, () -> form.draft(NOW, Optional.empty())).key());
  }

  /** An expiry that can't be kept, such as one from elsewhere, is a refusal too. */
  @Test
  void whateverIsSentIsADraftOrSaysWhatIsWrong() {
    List<String> parts =
        List.of(
            "",
            " ",
            "+",
            "-",
            "0",
            "9",
            "99999999999",
            "2027-01-31",
            "9999-12-31",
            "/",
            ":",
            "::",
            "::ffff:1.2.3.4",
            "192.0.2.0",
            "/24",
            "/129",
            ",",
            "%",
            "\u0000",
            "\ud83d",
            "\u0660",
            "\uff11",
            "mail",
            "chosen",
            "imap",
            "P1D",
            "T",
            "1e9",
            "NaN",
            "\u202e");
    Random random = new Random(1);
    AppPassword present = made(AppPasswordDraft.named("x"));
    int drafts = 0;
    for (int i = 0; i < 20_000; i++) {
      Map<String, List<String>> fields = new HashMap<>();
      for (String field : List.of("label", "service", "expires", "networks", "idle")) {
        fields.put(field, List.of(random.nextInt(3) == 0 ? "" : text(parts, random)));
      }
      fields.put("preset", List.of(random.nextBoolean() ? "mail" : text(parts, random)));
      try {
        sent(fields).draft(NOW, i % 2 == 0 ? Optional.empty() : Optional.of(present));
        drafts++;
      } catch (AppPasswordForm.Mistake | DirectoryRefusalException said) {
        assertFalse(String.valueOf(said.getMessage()).isEmpty());
      }
    }
    assertTrue(drafts > 100, "drafts: " + drafts);
  }

  private static String text(List<String> parts, Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(4); i >= 0; i--) {
      text.append(parts.get(random.nextInt(parts.size())));
    }
    return text.toString();
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
    AppPassword present = made(draft);
    assertEquals("mail", AppPasswordForm.of(present).preset());
    assertEquals(draft, AppPasswordForm.of(present).draft(NOW, Optional.of(present)));
    assertTrue(AppPasswordForm.blank().label().isEmpty());
  }

  @ParameterizedTest
  @CsvSource({"PT36H, 2", "PT1H, 1", "PT48H, 2", "PT1S, 1", "PT0.5S, 1", "P20000D, 20000"})
  void aRenameKeepsLimitsThatDaysCantSay(Duration idle, String days) throws Exception {
    AppPasswordDraft draft =
        new AppPasswordDraft(
            "iPhone",
            ServicePreset.MAIL.services(),
            Optional.of(Instant.parse("2026-12-31T12:00:00Z")),
            List.of(),
            Optional.of(idle));
    AppPassword present = made(draft);
    AppPasswordForm shown = AppPasswordForm.of(present);
    assertEquals("2026-12-31", shown.expires());
    assertEquals(days, shown.idleDays());
    AppPasswordDraft renamed =
        renamed(shown, shown.expires(), days).draft(NOW, Optional.of(present));
    assertEquals("iPad", renamed.label());
    assertEquals(draft.expires(), renamed.expires());
    assertEquals(draft.idleLimit(), renamed.idleLimit());
    assertFalse(renamed.widens(present));
  }

  @Test
  void otherDaysAreOtherLimits() throws Exception {
    AppPassword present =
        made(
            new AppPasswordDraft(
                "iPhone",
                ServicePreset.MAIL.services(),
                Optional.of(Instant.parse("2026-12-31T12:00:00Z")),
                List.of(),
                Optional.of(Duration.ofHours(36))));
    AppPasswordForm shown = AppPasswordForm.of(present);
    AppPasswordDraft other = renamed(shown, "2026-12-30", "3").draft(NOW, Optional.of(present));
    assertEquals(Optional.of(Instant.parse("2026-12-30T23:59:59Z")), other.expires());
    assertEquals(Optional.of(Duration.ofDays(3)), other.idleLimit());
    AppPasswordDraft none = renamed(shown, "", "").draft(NOW, Optional.of(present));
    assertEquals(Optional.empty(), none.expires());
    assertEquals(Optional.empty(), none.idleLimit());
  }

  private static AppPasswordForm renamed(AppPasswordForm shown, String expires, String idle) {
    return new AppPasswordForm(
        "iPad", shown.preset(), shown.services(), expires, shown.networks(), idle);
  }

  private static AppPassword made(AppPasswordDraft draft) {
    return new AppPassword(
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
  }
}
