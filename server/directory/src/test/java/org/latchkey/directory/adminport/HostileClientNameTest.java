// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.adminport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchResult;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.extensions.PasswordModifyExtendedRequest;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latchkey.core.account.Service;
import org.latchkey.core.directory.UseRecord;
import org.latchkey.core.password.AppPassword;
import org.latchkey.core.password.AppPasswordDraft;
import org.latchkey.core.password.AppPasswordId;
import org.latchkey.core.password.LastUse;
import org.latchkey.directory.AliceScene;

/**
 * A client calls itself what it likes, and is kept by that name: whatever it is, its app password
 * can be read, changed and revoked by every door.
 */
final class HostileClientNameTest extends AliceScene {
  private static final String PHONE = "cn=Phone," + ALICE;

  @Target(ElementType.METHOD)
  @Retention(RetentionPolicy.RUNTIME)
  @ParameterizedTest
  @ValueSource(
      strings = {"\ud83d\udcf1", "a\ufffd", "\ue000", "\u0000", "\ud83d", " ", "x\u0378", "Mail"})
  @interface ForEachName {}

  private void usedBy(String client) throws Exception {
    if (alice().appPasswords().isEmpty()) {
      admin.add("dn: " + PHONE, "objectClass: latchkeyAppPassword", "cn: Phone");
      generate();
    }
    LastUse use =
        new LastUse(Instant.parse("2026-03-01T12:00:00Z"), "192.0.2.1", Service.IMAP, client);
    fixture
        .store()
        .recordUses(List.of(new UseRecord(alice().id(), phone().id(), use, Optional.empty())));
  }

  private void generate() throws Exception {
    assertEquals(
        ResultCode.SUCCESS,
        admin
            .processExtendedOperation(new PasswordModifyExtendedRequest(PHONE, (String) null, null))
            .getResultCode());
  }

  private AppPassword phone() {
    return alice().appPasswords().getFirst();
  }

  @ForEachName
  void isReadByAnAdmin(String client) throws Exception {
    usedBy(client);
    SearchResultEntry found = Optional.ofNullable(admin.getEntry(PHONE, "*", "+")).orElseThrow();
    assertTrue(found.hasAttribute("latchkeyLastClient"), found.toString());
    SearchResult searched = admin.search(ALICE, SearchScope.ONE, "(cn=phone)", "*", "+");
    assertEquals(1, searched.getEntryCount());
  }

  @ForEachName
  void isChangedAndGivenAnotherSecret(String client) throws Exception {
    usedBy(client);
    AppPasswordId id = phone().id();
    fixture.store().changeAppPassword(alice().id(), id, AppPasswordDraft.named("Telephone"), ALICE);
    assertEquals("Telephone", phone().label());
    fixture.store().changeAppPassword(alice().id(), id, AppPasswordDraft.named("Phone"), ALICE);
    admin.modify(PHONE, new Modification(ModificationType.REPLACE, "latchkeyService", "imap"));
    assertEquals(Set.of(Service.IMAP), phone().services());
    generate();
    usedBy("Mail");
    usedBy(client);
  }

  @ForEachName
  void isRevokedByItsOwner(String client) throws Exception {
    usedBy(client);
    fixture.store().revoke(alice().id(), Set.of(phone().id()), ALICE);
    assertTrue(alice().appPasswords().isEmpty());
    usedBy(client);
    assertEquals(1, fixture.store().revokeAll(alice().id(), ALICE));
    assertEquals(2, alice().tombstones().size());
  }

  @ForEachName
  void isRevokedByAnAdmin(String client) throws Exception {
    usedBy(client);
    admin.delete(PHONE);
    assertTrue(alice().appPasswords().isEmpty());
    assertEquals("Phone", alice().tombstones().getFirst().label());
  }

  @ForEachName
  void isRevokedWithTheOthersByAnotherPrimaryPassword(String client) throws Exception {
    usedBy(client);
    admin.modify(
        ALICE, new Modification(ModificationType.REPLACE, "userPassword", "battery staple too"));
    assertTrue(alice().appPasswords().isEmpty());
  }

  @ForEachName
  void goesWithItsAccountAndStaysWithARestart(String client) throws Exception {
    usedBy(client);
    restart();
    assertEquals("Phone", phone().label());
    admin.delete(ALICE);
    assertFalse(fixture.store().findByLogin("alice").isPresent());
  }
}
