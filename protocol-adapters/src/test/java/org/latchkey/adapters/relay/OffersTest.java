// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A client that nobody knows yet is offered what every upstream can do. */
final class OffersTest {
  private final Offers offers = new Offers();

  private static List<String> lines(String text) {
    return Stream.of(text.split(",", -1)).filter(each -> !each.isEmpty()).toList();
  }

  @Test
  void nothingIsKnownAtFirst() {
    assertEquals(Optional.empty(), offers.common());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SIZE 10,DSN,SMTPUTF8 | DSN,SIZE 20 | SIZE 10,DSN",
        "SIZE 30 | SIZE 20 | SIZE 20",
        "SIZE 30 | SIZE 0 | SIZE 30",
        "SIZE | SIZE 20 | SIZE 20",
        "SIZE 0 | SIZE | SIZE 0",
        "CHUNKING | DSN | ''",
        "SIEVE fileinto body copy | SIEVE copy fileinto | SIEVE fileinto copy",
        "EXPIRE NEVER | EXPIRE 30 | ''",
        "dsn | DSN | dsn"
      })
  void twoServersOfferWhatBothCan(String one, String other, String both) {
    offers.heard("a:1", lines(one));
    assertEquals(lines(one), offers.common().orElseThrow());
    offers.heard("b:1", lines(other));
    assertEquals(sorted(lines(both)), sorted(offers.common().orElseThrow()));
  }

  /** Neither the order of lines nor that of words means anything. */
  private static List<List<String>> sorted(List<String> lines) {
    return lines.stream()
        .sorted()
        .map(each -> Stream.of(each.split(" ", -1)).sorted().toList())
        .toList();
  }

  @Test
  void whatAServerSaysNextCounts() {
    offers.heard("a:1", List.of("DSN"));
    offers.heard("a:1", List.of("SMTPUTF8"));
    assertEquals(List.of("SMTPUTF8"), offers.common().orElseThrow());
  }

  @Test
  void whatWouldEndALineOrIsEndlessIsLeftOut() {
    offers.heard("a:1", List.of("A\r\n250 B", "C\0", "\u00e4", "", "x".repeat(5000), "GOOD"));
    assertEquals(List.of("GOOD"), offers.common().orElseThrow());
    offers.heard("a:1", Collections.nCopies(10_000, "X"));
    assertTrue(offers.common().orElseThrow().size() <= 100);
  }
}
