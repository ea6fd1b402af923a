// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.notice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latchkey.core.notice.Notice.Kind.ALL_APP_PASSWORDS_REVOKED;
import static org.latchkey.core.notice.Notice.Kind.APP_PASSWORD_MADE;
import static org.latchkey.core.notice.Notice.Kind.PRIMARY_PASSWORD_CHANGED;
import static org.latchkey.core.notice.Notice.Kind.SECOND_FACTOR_CHANGED;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.extensions.PasswordModifyExtendedRequest;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.latchkey.core.directory.ChangeKind;
import org.latchkey.core.factor.EnrolledFactors;
import org.latchkey.core.factor.EnrolledTotp;
import org.latchkey.core.notice.Notice;
import org.latchkey.core.password.AppPasswordDraft;
import org.latchkey.core.password.SealedSecret;
import org.latchkey.core.password.SecondFactorProof.AdminAuthority;
import org.latchkey.directory.AliceScene;

/** Which changes are queued for their account's owner, whatever door they come through. */
final class NoticesTest extends AliceScene {

  @BeforeEach
  void anAccountThatIsAddedIsNotToldOf() {
    assertQueued();
  }

  private List<Notice> waiting() {
    return fixture.notices().waiting(0, 100);
  }

  /** Takes what waits out, and compares. */
  private void assertQueued(Notice.Kind... kinds) {
    List<Notice> waiting = waiting();
    assertEquals(List.of(kinds), waiting.stream().map(Notice::kind).toList());
    waiting.forEach(each -> fixture.notices().remove(each.number()));
    assertEquals(List.of(), waiting());
  }

  private void ldapadd(String label) throws Exception {
    admin.add("dn: cn=" + label + "," + ALICE, "objectClass: latchkeyAppPassword");
  }

  private void ldappasswd(String dn) throws LDAPException {
    admin.processExtendedOperation(
        new PasswordModifyExtendedRequest(dn, (String) null, (String) null));
  }

  private void generate(String label) {
    AdminAuthority proof = new AdminAuthority(fixture.adminDn());
    fixture.appPasswords().generate(proof, alice().id(), AppPasswordDraft.named(label)).close();
  }

  @Test
  void ldapaddIsToldOnceAndLdappasswdOnItsOwnEachTime() throws Exception {
    ldapadd("Phone");
    ldappasswd("cn=Phone," + ALICE);
    assertQueued(APP_PASSWORD_MADE);
    ldappasswd("cn=Phone," + ALICE);
    assertQueued(APP_PASSWORD_MADE);
    ldappasswd("cn=Laptop," + ALICE);
    assertQueued(APP_PASSWORD_MADE);
  }

  @Test
  void noticeSaysWhoMadeWhatForWhom() {
    generate("Küche, #1 \"alt\"");
    Notice notice = waiting().getFirst();
    assertEquals("Küche, #1 \"alt\"", notice.label());
    assertEquals(alice().id(), notice.account());
    assertEquals(fixture.adminDn(), notice.by());
    assertEquals(ChangeKind.APP_PASSWORD_ADDED, notice.change());
  }

  @Test
  void theLastOneThatIsRevokedIsToldOf() throws Exception {
    generate("one");
    generate("two");
    assertQueued(APP_PASSWORD_MADE, APP_PASSWORD_MADE);
    admin.delete("cn=one," + ALICE);
    assertQueued();
    admin.delete("cn=two," + ALICE);
    assertQueued(ALL_APP_PASSWORDS_REVOKED);
  }

  @Test
  void revokingAllAtOnceIsToldOnce() {
    generate("one");
    generate("two");
    assertQueued(APP_PASSWORD_MADE, APP_PASSWORD_MADE);
    fixture.store().revokeAll(alice().id(), ALICE);
    assertQueued(ALL_APP_PASSWORDS_REVOKED);
    fixture.store().revokeAll(alice().id(), ALICE);
    assertQueued();
  }

  @Test
  void anotherPrimaryPasswordIsToldAloneThoughItRevokesAll() throws Exception {
    generate("one");
    assertQueued(APP_PASSWORD_MADE);
    ldappasswd(ALICE);
    assertQueued(PRIMARY_PASSWORD_CHANGED);
    generate("two");
    assertQueued(APP_PASSWORD_MADE);
    fixture.store().replacePrimaryPassword(alice().id(), "{ARGON2}x", ALICE);
    assertQueued(PRIMARY_PASSWORD_CHANGED);
  }

  @Test
  void factorsThatChangeAreToldOfAndTheirUseIsNot() throws Exception {
    SealedSecret secret = SealedSecret.parse("{SEAL1}1$QUFB").orElseThrow();
    for (long step = 1; step <= 2; step++) {
      EnrolledTotp totp = new EnrolledTotp(secret, step);
      EnrolledFactors now = new EnrolledFactors(Optional.of(totp), List.of(), List.of());
      assertTrue(fixture.store().replaceFactors(alice().id(), alice().factors(), now, ALICE));
    }
    assertQueued(SECOND_FACTOR_CHANGED);
    admin.modify(ALICE, new Modification(ModificationType.DELETE, "latchkeyTotp"));
    assertEquals(ChangeKind.SECOND_FACTORS_RESET, waiting().getFirst().change());
    assertQueued(SECOND_FACTOR_CHANGED);
  }

  @Test
  void whatIsRefusedIsToldToNobody() throws Exception {
    generate("Phone");
    assertQueued(APP_PASSWORD_MADE);
    assertThrows(RuntimeException.class, () -> generate("PHONE"));
    Modification bad = new Modification(ModificationType.REPLACE, "mail", "two words");
    Modification good =
        new Modification(ModificationType.REPLACE, "userPassword", "battery staple too");
    assertThrows(LDAPException.class, () -> admin.modify(ALICE, good, bad));
    assertQueued();
  }

  @Test
  void whatTellsNothingNewIsNotQueued() throws Exception {
    admin.modify(ALICE, new Modification(ModificationType.REPLACE, "sn", "Other"));
    fixture.store().setDisabled(alice().id(), true, ALICE);
    assertQueued();
  }

  @Test
  void aRestartLosesNone() throws Exception {
    generate("Phone");
    List<Notice> before = waiting();
    restart();
    assertEquals(before, waiting());
    generate("Laptop");
    assertTrue(waiting().getLast().number() > before.getLast().number());
    assertQueued(APP_PASSWORD_MADE, APP_PASSWORD_MADE);
  }

  @Test
  void waitingAreReadInPages() {
    generate("one");
    generate("two");
    generate("three");
    List<Notice> all = waiting();
    assertEquals(all.subList(0, 2), fixture.notices().waiting(0, 2));
    assertEquals(all.subList(2, 3), fixture.notices().waiting(all.get(1).number(), 2));
  }
}
