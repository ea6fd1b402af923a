// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ReloadTest {
  private final List<String> reloaded = new ArrayList<>();
  private final Reload reload = new Reload();

  @Test
  void isCompleteWhenEveryPartIsReloaded() {
    reload.attempt("a", () -> reloaded.add("a"));
    reload.attempt("b", () -> reloaded.add("b"));
    assertTrue(reload.isComplete());
    assertEquals(List.of("a", "b"), reloaded);
  }

  @Test
  void eachPartIsTriedWhateverBecameOfTheOthers() {
    reload.attempt(
        "a",
        () -> {
          throw new IOException("no such file");
        });
    reload.attempt("b", () -> reloaded.add("b"));
    reload.attempt(
        "c",
        () -> {
          throw new IllegalStateException("a bug");
        });
    reload.attempt(
        "d",
        () -> {
          throw new StartException("profiles can't be signed", new IOException("no such file"));
        });
    reload.attempt("e", () -> reloaded.add("e"));
    assertFalse(reload.isComplete());
    assertEquals(List.of("b", "e"), reloaded);
  }
}
