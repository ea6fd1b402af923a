// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.latchkey.core.account.Service;
import org.latchkey.core.account.ServicePreset;
import org.latchkey.core.audit.AccountEvent;
import org.latchkey.core.audit.PortalAct;
import org.latchkey.core.directory.ChangeKind;
import org.latchkey.core.password.LabelProblem;
import org.latchkey.core.session.SignOutReason;
import org.latchkey.core.signin.DenialReason;

final class MessagesTest {
  private static final ResourceBundle BUNDLE =
      ResourceBundle.getBundle("org.latchkey.portal.text.messages", Locale.ENGLISH);

  /** A key in quotes, as code and templates name them. */
  private static final Pattern QUOTED = Pattern.compile("\"([a-zA-Z]+(?:\\.[a-zA-Z-]+)*)\"");

  /** A key where nothing but a key can stand. */
  private static final Pattern ASKED = Pattern.compile("\\.text\\(\\s*\"([a-zA-Z.-]+)\"[,)]");

  private static String sources() throws IOException {
    StringBuilder all = new StringBuilder();
    for (String folder : List.of("src/main/java", "src/main/jte")) {
      try (Stream<Path> files = Files.walk(Path.of(folder))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          all.append(Files.readString(file)).append('\n');
        }
      }
    }
    return all.toString();
  }

  private static Set<String> matches(Pattern pattern, String text) {
    Set<String> found = new TreeSet<>();
    for (Matcher matcher = pattern.matcher(text); matcher.find(); ) {
      found.add(matcher.group(1));
    }
    return found;
  }

  @Test
  void everyKeyThatIsAskedForIsThere() throws IOException {
    Set<String> asked = matches(ASKED, sources());
    asked.removeIf(BUNDLE::containsKey);
    // Fields of forms are asked for by a method of the same name.
    asked.removeIf(key -> !key.contains("."));
    assertEquals(Set.of(), asked);
  }

  @Test
  void everyKeyIsUsed() throws IOException {
    Set<String> used = matches(QUOTED, sources());
    Set<String> unused = new TreeSet<>(BUNDLE.keySet());
    unused.removeAll(used);
    unused.removeAll(AccountEvent.MEANS.stream().map(id -> "detail." + id).toList());
    unused.removeIf(
        key ->
            Stream.of("nav.", "label.", "service.", "preset.", "event.").anyMatch(key::startsWith));
    assertEquals(Set.of(), unused);
  }

  @Test
  void whatIsNamedByAnEnumHasItsText() {
    for (Service each : Service.values()) {
      assertThere("service." + each.id());
    }
    for (LabelProblem each : LabelProblem.values()) {
      assertThere("label." + each.id());
    }
    for (ServicePreset each : ServicePreset.values()) {
      assertThere("preset." + each.id());
    }
    // An unknown name, a server that stops, a used-up link and an admin's look are in nobody's
    // history.
    for (DenialReason each : EnumSet.complementOf(EnumSet.of(DenialReason.UNKNOWN_ACCOUNT))) {
      assertThere("event.sign-in." + each.id());
    }
    for (SignOutReason each : EnumSet.complementOf(EnumSet.of(SignOutReason.SERVER_STOPPING))) {
      assertThere("event.sign-out." + each.id());
    }
    // A deleted account has no page.
    for (ChangeKind each : EnumSet.complementOf(EnumSet.of(ChangeKind.ACCOUNT_DELETED))) {
      assertThere("event.change." + each.id());
    }
    for (PortalAct each :
        EnumSet.complementOf(EnumSet.of(PortalAct.LINK_REFUSED, PortalAct.ACCOUNT_VIEWED))) {
      assertThere("event.portal." + each.id());
    }
  }

  @Test
  void everyMeansOfASecondFactorHasItsText() {
    AccountEvent.MEANS.forEach(id -> assertThere("detail." + id));
  }

  private static void assertThere(String key) {
    assertEquals(true, BUNDLE.containsKey(key), key);
  }

  /** A plain apostrophe would quote what follows it (MessageFormat). */
  @Test
  void everyTextIsAPatternWithoutPlainApostrophes() {
    for (String key : BUNDLE.keySet()) {
      String text = BUNDLE.getString(key);
      assertFalse(text.contains("'"), key);
      assertFalse(
          new MessageFormat(text, Locale.ENGLISH).format(List.of(1, 2, 3).toArray()).isEmpty());
    }
  }
}
