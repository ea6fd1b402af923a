// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.page;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latchkey.portal.text.Messages;

final class AppPasswordTextsTest {
  @ParameterizedTest
  @CsvSource({
    "P90D, 90 days",
    "P1D, a day",
    "PT36H, 36 hours",
    "PT1H, an hour",
    "PT10M, less than an hour"
  })
  void anIdleLimitIsSaidInHoursWhereItIsNotWholeDays(Duration limit, String words) {
    assertEquals(
        "Ends when unused for " + words,
        AppPasswordTexts.idleLimit(new Messages(Locale.ENGLISH), limit));
  }
}
