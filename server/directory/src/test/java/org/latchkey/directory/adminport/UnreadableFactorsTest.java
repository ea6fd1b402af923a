// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.adminport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.latchkey.core.directory.ChangeKind;
import org.latchkey.core.factor.EnrolledFactors;
import org.latchkey.core.factor.Passkey;
import org.latchkey.directory.AliceScene;

/** A stored second factor that is malformed, or that a later version has written. */
final class UnreadableFactorsTest extends AliceScene {
  private static final String TOTP = "latchkeyTotp";
  private static final Passkey PASSKEY = new Passkey("id", "data", 1, "key", Instant.EPOCH);

  @BeforeEach
  void spoil() throws Exception {
    fixture.setAsServer(ALICE, TOTP, "a later version's");
  }

  private static EnrolledFactors unreadableAnd(Passkey... passkeys) {
    return new EnrolledFactors(Optional.empty(), List.of(passkeys), List.of(), 1);
  }

  @Test
  void isThereAllTheSame() {
    assertEquals(unreadableAnd(), alice().factors());
    assertTrue(alice().factors().any());
  }

  @Test
  void outlivesAChangeOfTheOthers() throws Exception {
    assertTrue(replace(unreadableAnd(), unreadableAnd(PASSKEY)));
    assertEquals(unreadableAnd(PASSKEY), alice().factors());
    assertTrue(replace(unreadableAnd(PASSKEY), unreadableAnd()));
    restart();
    assertEquals(unreadableAnd(), alice().factors());
  }

  @Test
  void isTakenAwayByAReset() {
    assertTrue(replace(unreadableAnd(), EnrolledFactors.NONE));
    assertEquals(EnrolledFactors.NONE, alice().factors());
    assertEquals(ChangeKind.SECOND_FACTORS_RESET, fixture.changes().getLast().kind());
  }

  @Test
  void isTakenAwayByAnAdminsClient() throws Exception {
    assertTrue(replace(unreadableAnd(), unreadableAnd(PASSKEY)));
    admin.modify(ALICE, new Modification(ModificationType.DELETE, TOTP));
    assertEquals(
        new EnrolledFactors(Optional.empty(), List.of(PASSKEY), List.of()), alice().factors());
    assertEquals(ChangeKind.SECOND_FACTOR_REMOVED, fixture.changes().getLast().kind());
  }

  private boolean replace(EnrolledFactors read, EnrolledFactors now) {
    return fixture.store().replaceFactors(alice().id(), read, now, ALICE);
  }
}
