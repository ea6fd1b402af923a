// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.adminport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.RDN;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.latchkey.core.directory.ChangeKind;
import org.latchkey.core.directory.DirectoryChange;
import org.latchkey.core.factor.EnrolledFactors;
import org.latchkey.core.factor.EnrolledTotp;
import org.latchkey.core.factor.Passkey;
import org.latchkey.core.factor.RecoveryCodeHash;
import org.latchkey.core.password.SealedSecret;
import org.latchkey.directory.AliceScene;

/** What an admin can do about an account's second factors: see that they are there, end them. */
final class SecondFactorAttributesTest extends AliceScene {
  private static final String TOTP = "latchkeyTotp";
  private static final String PASSKEY = "latchkeyPasskey";
  private static final String RECOVERY_CODE = "latchkeyRecoveryCode";

  private static final EnrolledFactors FACTORS =
      new EnrolledFactors(
          Optional.of(new EnrolledTotp(SealedSecret.parse("{SEAL1}1$QUFB").orElseThrow(), 5)),
          List.of(new Passkey("id", "data", 0, "key", Instant.EPOCH)),
          List.of(RecoveryCodeHash.parse("{REC1}1$" + "A".repeat(43) + "=").orElseThrow()));

  /** Each attribute with a value that our own server would read. */
  private static final List<List<String>> VALUES =
      List.of(
          List.of(TOTP, "6 {SEAL1}1$QkJC"),
          List.of(PASSKEY, "1970-01-01T00:00:00Z 0 other data key"),
          List.of(RECOVERY_CODE, "{REC1}1$" + "B".repeat(42) + "A="));

  @BeforeEach
  void enrol() {
    assertTrue(fixture.store().replaceFactors(alice().id(), EnrolledFactors.NONE, FACTORS, ALICE));
  }

  private void assertRefused(ResultCode code, org.junit.jupiter.api.function.Executable request) {
    LDAPException refused = assertThrows(LDAPException.class, request);
    assertEquals(code, refused.getResultCode(), refused.getMessage());
  }

  @Test
  void deletingTheAttributesResetsThem() throws Exception {
    admin.modify(
        ALICE,
        new Modification(ModificationType.DELETE, TOTP),
        new Modification(ModificationType.DELETE, PASSKEY),
        new Modification(ModificationType.DELETE, RECOVERY_CODE));
    assertEquals(EnrolledFactors.NONE, alice().factors());
    DirectoryChange change = fixture.changes().getLast();
    assertEquals(ChangeKind.SECOND_FACTORS_RESET, change.kind());
    assertEquals(fixture.adminDn(), change.by());
  }

  @Test
  void replacingByNothingResetsWhateverThereIs() throws Exception {
    EnrolledFactors some = new EnrolledFactors(FACTORS.totp(), List.of(), List.of());
    fixture.store().replaceFactors(alice().id(), FACTORS, some, ALICE);
    admin.modify(
        ALICE,
        new Modification(ModificationType.REPLACE, TOTP),
        new Modification(ModificationType.REPLACE, PASSKEY),
        new Modification(ModificationType.REPLACE, RECOVERY_CODE));
    assertEquals(EnrolledFactors.NONE, alice().factors());
    assertEquals(ChangeKind.SECOND_FACTORS_RESET, fixture.changes().getLast().kind());
  }

  @Test
  void nobodyNamesAnEntryByThem() {
    fixture.store().replaceFactors(alice().id(), FACTORS, EnrolledFactors.NONE, ALICE);
    for (List<String> each : VALUES) {
      RDN name =
          new RDN(new String[] {"uid", each.getFirst()}, new String[] {"alice", each.getLast()});
      assertRefused(
          ResultCode.UNWILLING_TO_PERFORM, () -> admin.modifyDN(ALICE, name.toString(), false));
      assertRefused(
          ResultCode.UNWILLING_TO_PERFORM,
          () -> admin.modifyDN(ALICE, name.toString(), false, "ou=groups,dc=example,dc=org"));
    }
    RDN password = new RDN(new String[] {"uid", "userPassword"}, new String[] {"alice", "x"});
    assertRefused(
        ResultCode.UNWILLING_TO_PERFORM, () -> admin.modifyDN(ALICE, password.toString(), false));
    assertEquals(EnrolledFactors.NONE, alice().factors());
  }

  @Test
  void aPasskeyThatCountsNothingIsUsedWithoutAChange() {
    int told = fixture.changes().size();
    assertTrue(fixture.store().replaceFactors(alice().id(), FACTORS, FACTORS, ALICE));
    assertEquals(told, fixture.changes().size());
  }

  @Test
  void deletingOneAttributeLeavesTheOthers() throws Exception {
    admin.modify(ALICE, new Modification(ModificationType.DELETE, TOTP));
    assertEquals(ChangeKind.SECOND_FACTOR_REMOVED, fixture.changes().getLast().kind());
    assertEquals(FACTORS.passkeys(), alice().factors().passkeys());
    admin.modify(ALICE, new Modification(ModificationType.DELETE, RECOVERY_CODE));
    assertEquals(ChangeKind.RECOVERY_CODES_REMOVED, fixture.changes().getLast().kind());
    assertEquals(FACTORS.passkeys(), alice().factors().passkeys());
  }

  @Test
  void resetTogetherWithAPasswordIsToldOfToo() throws Exception {
    admin.modify(
        ALICE,
        new Modification(ModificationType.DELETE, TOTP),
        new Modification(ModificationType.REPLACE, "userPassword", "battery staple too"));
    List<ChangeKind> kinds = fixture.changes().stream().map(DirectoryChange::kind).toList();
    assertEquals(
        List.of(ChangeKind.SECOND_FACTOR_REMOVED, ChangeKind.PRIMARY_PASSWORD_CHANGED),
        kinds.subList(kinds.size() - 2, kinds.size()));
  }

  private void assertNoValueCanBeWritten(ModificationType... ways) {
    EnrolledFactors before = alice().factors();
    for (List<String> each : VALUES) {
      for (ModificationType way : ways) {
        Modification change = new Modification(way, each.getFirst(), each.getLast());
        assertRefused(ResultCode.UNWILLING_TO_PERFORM, () -> admin.modify(ALICE, change));
      }
    }
    assertEquals(before, alice().factors());
  }

  @Test
  void nobodyWritesValues() {
    assertNoValueCanBeWritten(
        ModificationType.ADD, ModificationType.REPLACE, ModificationType.DELETE);
  }

  @Test
  void nobodyEnrolsForAnAccountThatHasNone() {
    fixture.store().replaceFactors(alice().id(), FACTORS, EnrolledFactors.NONE, ALICE);
    assertNoValueCanBeWritten(ModificationType.ADD, ModificationType.REPLACE);
  }

  @Test
  void nobodyTakesASingleValueAway() {
    for (String code : FACTORS.recoveryCodes().stream().map(RecoveryCodeHash::stored).toList()) {
      assertRefused(
          ResultCode.UNWILLING_TO_PERFORM,
          () ->
              admin.modify(ALICE, new Modification(ModificationType.DELETE, RECOVERY_CODE, code)));
    }
    assertEquals(FACTORS, alice().factors());
  }

  @Test
  void nobodyAddsAnEntryThatHasThem() {
    for (List<String> each : VALUES) {
      for (String kind : List.of("latchkeyAccount", "extensibleObject")) {
        assertRefused(
            ResultCode.UNWILLING_TO_PERFORM,
            () ->
                admin.add(
                    "dn: uid=bob,ou=people,dc=example,dc=org",
                    "objectClass: inetOrgPerson",
                    "objectClass: " + kind,
                    "uid: bob",
                    "cn: Bob",
                    "sn: Bobson",
                    each.getFirst() + ": " + each.getLast()));
      }
    }
  }

  @Test
  void passkeysAreShownAndWhatIsSecretIsNot() throws Exception {
    SearchResultEntry entry =
        Objects.requireNonNull(
            admin.searchForEntry(
                ALICE, SearchScope.BASE, "(uid=alice)", "*", "+", TOTP, PASSKEY, RECOVERY_CODE));
    assertTrue(entry.hasAttribute(PASSKEY));
    assertFalse(entry.hasAttribute(TOTP));
    assertFalse(entry.hasAttribute(RECOVERY_CODE));
    for (String type : List.of(TOTP, PASSKEY, RECOVERY_CODE)) {
      assertFalse(alice().attributes().containsKey(type), type);
    }
  }

  @Test
  void whatIsSecretIsInNoFilterAndNoCompare() {
    for (String type : List.of(TOTP, RECOVERY_CODE)) {
      for (String filter :
          List.of("(%s=*)", "(%s=x)", "(!(%s=x))", "(%s>=x)", "(&(uid=*)(%s=*))")) {
        assertRefused(
            ResultCode.INSUFFICIENT_ACCESS_RIGHTS,
            () -> admin.search(ALICE, SearchScope.SUB, filter.formatted(type)));
      }
      assertRefused(ResultCode.INSUFFICIENT_ACCESS_RIGHTS, () -> admin.compare(ALICE, type, "x"));
    }
  }
}
