// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.password;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latchkey.core.testing.Example.ALICE;
import static org.latchkey.core.testing.Example.NOW;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.latchkey.core.account.Service;
import org.latchkey.core.directory.DirectoryUnavailableException;
import org.latchkey.core.directory.UseRecord;
import org.latchkey.core.testing.Example;
import org.latchkey.core.testing.FakeDirectoryStore;

final class LastUsesTest {
  private static final Duration INTERVAL = Duration.ofSeconds(60);
  private static final AppPasswordId PHONE = new AppPasswordId(new UUID(0, 1));
  private static final AppPasswordId LAPTOP = new AppPasswordId(new UUID(0, 2));
  private static final Tag RENEWED = Example.tag(ALICE, Example.SECRET);

  private final FakeDirectoryStore store = new FakeDirectoryStore();
  private final LastUses lastUses = new LastUses(store, INTERVAL);

  @Test
  void nothingIsWrittenBeforeAFlushAndNothingTwice() {
    lastUses.note(use(PHONE, NOW));
    assertEquals(List.of(), store.writtenUses());
    lastUses.flush();
    lastUses.flush();
    assertEquals(List.of(List.of(use(PHONE, NOW))), store.writtenUses());
  }

  @Test
  void oneAppPasswordIsWrittenAtMostOnceAnInterval() {
    for (int second = 0; second <= 120; second++) {
      lastUses.note(use(PHONE, NOW.plusSeconds(second)));
      lastUses.flush();
    }
    assertEquals(
        List.of(
            List.of(use(PHONE, NOW)),
            List.of(use(PHONE, NOW.plusSeconds(60))),
            List.of(use(PHONE, NOW.plusSeconds(120)))),
        store.writtenUses());
  }

  @Test
  void manyAreWrittenInOneTransaction() {
    lastUses.note(use(PHONE, NOW));
    lastUses.note(use(LAPTOP, NOW));
    lastUses.flush();
    assertEquals(1, store.writtenUses().size());
    assertEquals(
        Set.of(use(PHONE, NOW), use(LAPTOP, NOW)), Set.copyOf(store.writtenUses().getFirst()));
  }

  @Test
  void anOutageKeepsThemAndOnlyTheLatest() {
    store.failWith(new DirectoryUnavailableException("down"));
    lastUses.note(use(PHONE, NOW));
    lastUses.flush();
    lastUses.note(use(PHONE, NOW.plusSeconds(61)));
    lastUses.note(use(LAPTOP, NOW.plusSeconds(62)));
    lastUses.flush();
    store.failWith(null);
    lastUses.flush();
    Collection<UseRecord> written = store.writtenUses().getFirst();
    assertEquals(
        Set.of(use(PHONE, NOW.plusSeconds(61)), use(LAPTOP, NOW.plusSeconds(62))),
        Set.copyOf(written));
  }

  @Test
  void aRenewedTagIsNotHeldUpByTheInterval() {
    lastUses.note(use(PHONE, NOW));
    lastUses.flush();
    UseRecord renewing =
        new UseRecord(ALICE, PHONE, use(PHONE, NOW).lastUse(), Optional.of(RENEWED));
    lastUses.note(renewing);
    lastUses.flush();
    assertEquals(List.of(List.of(use(PHONE, NOW)), List.of(renewing)), store.writtenUses());
  }

  @Test
  void aUseNotedWhileTheOthersAreWrittenIsWrittenNext() {
    UseRecord next = use(PHONE, NOW.plusSeconds(60));
    lastUses.note(use(PHONE, NOW));
    store.duringNextWrite(() -> lastUses.note(next));
    lastUses.flush();
    lastUses.flush();
    assertEquals(List.of(List.of(use(PHONE, NOW)), List.of(next)), store.writtenUses());
  }

  @Test
  void aClockSetBackADayStopsNothing() {
    lastUses.note(use(PHONE, NOW));
    lastUses.flush();
    Instant yesterday = NOW.minus(Duration.ofDays(1));
    lastUses.note(use(PHONE, yesterday));
    lastUses.flush();
    assertEquals(2, store.writtenUses().size());
  }

  @Test
  void memoryKnowsTheLastUseBeforeItIsWritten() {
    assertEquals(Optional.empty(), lastUses.seen(PHONE));
    lastUses.note(use(PHONE, NOW));
    assertEquals(Optional.of(NOW), lastUses.seen(PHONE));
    assertTrue(store.writtenUses().isEmpty());
  }

  @Test
  void aNameThatIsSaidAfterTheSignInIsWrittenOnce() {
    lastUses.note(use(PHONE, NOW, ""));
    lastUses.flush();
    lastUses.named(use(PHONE, NOW.plusSeconds(1), "iPhone Mail"));
    lastUses.flush();
    lastUses.named(use(PHONE, NOW.plusSeconds(2), "iPhone Mail"));
    lastUses.flush();
    assertEquals(
        List.of(
            List.of(use(PHONE, NOW, "")), List.of(use(PHONE, NOW.plusSeconds(1), "iPhone Mail"))),
        store.writtenUses());
  }

  @Test
  void namesThatChangeAreWrittenOnceAnInterval() {
    for (int second = 0; second < 60; second++) {
      lastUses.named(use(PHONE, NOW.plusSeconds(second), "name " + second));
      lastUses.flush();
    }
    assertEquals(List.of(List.of(use(PHONE, NOW, "name 0"))), store.writtenUses());
  }

  @Test
  void aNameLosesNoRenewedTag() {
    LastUse before = use(PHONE, NOW, "").lastUse();
    LastUse named = use(PHONE, NOW, "iPhone Mail").lastUse();
    lastUses.note(new UseRecord(ALICE, PHONE, before, Optional.of(RENEWED)));
    lastUses.named(new UseRecord(ALICE, PHONE, named, Optional.empty()));
    lastUses.flush();
    assertEquals(
        List.of(List.of(new UseRecord(ALICE, PHONE, named, Optional.of(RENEWED)))),
        store.writtenUses());
  }

  private static UseRecord use(AppPasswordId id, Instant time) {
    return use(id, time, "Mail");
  }

  private static UseRecord use(AppPasswordId id, Instant time, String client) {
    return new UseRecord(
        ALICE, id, new LastUse(time, "192.0.2.1", Service.IMAP, client), Optional.empty());
  }
}
