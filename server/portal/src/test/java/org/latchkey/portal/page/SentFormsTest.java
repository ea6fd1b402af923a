// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.latchkey.core.account.AccountId;
import org.latchkey.core.password.AppPasswordId;

final class SentFormsTest {
  private static final AccountId ALICE = AccountId.of("11111111-2222-3333-4444-555555555555");
  private static final AccountId BOB = AccountId.of("21111111-2222-3333-4444-555555555555");
  private static final AppPasswordId MADE =
      AppPasswordId.of("31111111-2222-3333-4444-555555555555");

  private final AtomicLong nanos = new AtomicLong(17);
  private final SentForms forms = new SentForms(new SecureRandom(), nanos::get);

  private static AppPasswordForm chosen(String label) {
    return new AppPasswordForm(label, "mail", Set.of(), "", "", "");
  }

  @Test
  void aFormThatIsSentAgainIsTheSame() {
    SentForm first = forms.of(ALICE, "field", chosen("Phone"));
    assertSame(first, forms.of(ALICE, "field", chosen("Phone")));
    assertNotSame(first, forms.of(ALICE, "another", chosen("Phone")));
    assertNotSame(first, forms.of(ALICE, "field", chosen("Tablet")));
    assertNotSame(first, forms.of(BOB, "field", chosen("Phone")));
  }

  @Test
  void aFormWithoutAFieldIsNeverTheSame() {
    assertNotSame(forms.of(ALICE, "", chosen("Phone")), forms.of(ALICE, "", chosen("Phone")));
    assertNotEquals(forms.field(), forms.field());
  }

  @Test
  void whatItMadeIsRecentForAMinuteAndRememberedForLonger() {
    forms.of(ALICE, "field", chosen("Phone")).made(MADE);
    nanos.addAndGet(Duration.ofMinutes(1).toNanos() - 1);
    assertTrue(forms.of(ALICE, "field", chosen("Phone")).isRecent());
    nanos.addAndGet(1);
    SentForm late = forms.of(ALICE, "field", chosen("Phone"));
    assertFalse(late.isRecent());
    assertEquals(Optional.of(MADE), late.made());
  }

  @Test
  void ofManyWhoSendItAtOnceOneIsAloneInIt() throws Exception {
    List<Integer> seen = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 64; i++) {
        threads.execute(
            () -> forms.of(ALICE, "field", chosen("Phone")).alone(() -> seen.add(seen.size())));
      }
    }
    assertEquals(64, seen.size());
    for (int i = 0; i < 64; i++) {
      assertEquals(i, seen.get(i));
    }
  }
}
