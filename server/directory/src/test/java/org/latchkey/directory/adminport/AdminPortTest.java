// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.adminport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPResult;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.extensions.PasswordModifyExtendedRequest;
import com.unboundid.ldap.sdk.extensions.PasswordModifyExtendedResult;
import com.unboundid.ldap.sdk.extensions.StartTLSExtendedRequest;
import com.unboundid.util.ssl.SSLUtil;
import com.unboundid.util.ssl.TrustAllTrustManager;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latchkey.core.directory.ChangeKind;
import org.latchkey.core.directory.DirectoryChange;
import org.latchkey.directory.AliceScene;

/** The rows of the design's table, with UnboundID's client as the tool. */
final class AdminPortTest extends AliceScene {

  private String generate(String dn) throws LDAPException {
    PasswordModifyExtendedResult result =
        (PasswordModifyExtendedResult)
            admin.processExtendedOperation(
                new PasswordModifyExtendedRequest(dn, (String) null, (String) null));
    if (!result.getResultCode().equals(ResultCode.SUCCESS)) {
      throw new LDAPException(result);
    }
    return Objects.requireNonNull(result.getGeneratedPassword());
  }

  @Test
  void ldappasswdOnAMissingChildMakesAnAppPasswordWithDefaultServices() throws Exception {
    String secret = generate("cn=iPhone," + ALICE);
    assertTrue(secret.matches("([a-z]{5}-){4}[a-z]{5}"), secret);
    assertEquals(
        List.of("iPhone"), alice().appPasswords().stream().map(each -> each.label()).toList());
    assertTrue(fixture.isGood(alice(), secret));
    assertEquals(fixture.adminDn(), alice().appPasswords().getFirst().madeBy());
  }

  @Test
  void ldapaddThenLdappasswdKeepsTheServicesChosen() throws Exception {
    admin.add(
        "dn: cn=Contacts," + ALICE,
        "objectClass: latchkeyAppPassword",
        "cn: Contacts",
        "latchkeyService: carddav");
    assertTrue(alice().appPasswords().getFirst().tag().isEmpty());
    String secret = generate("cn=Contacts," + ALICE);
    assertTrue(fixture.isGood(alice(), secret));
    assertEquals(1, alice().appPasswords().getFirst().services().size());
  }

  @Test
  void anotherSecretEndsTheOldOne() throws Exception {
    String first = generate("cn=iPhone," + ALICE);
    String second = generate("cn=iPhone," + ALICE);
    assertNotEquals(first, second);
    assertFalse(fixture.isGood(alice(), first));
    assertTrue(fixture.isGood(alice(), second));
  }

  @Test
  void listingShowsEverythingButTheVerifier() throws Exception {
    generate("cn=iPhone," + ALICE);
    SearchResultEntry found =
        Objects.requireNonNull(
            admin.searchForEntry(
                ALICE, SearchScope.SUB, "(objectClass=latchkeyAppPassword)", "*", "+"));
    assertFalse(found.hasAttribute("userPassword"));
    assertTrue(found.hasAttributeValue("latchkeyService", "carddav"));
    assertTrue(found.hasAttribute("latchkeySecretMade"));
    SearchResultEntry account = Objects.requireNonNull(admin.getEntry(ALICE, "*", "+"));
    assertFalse(account.hasAttribute("userPassword"));
    assertTrue(account.hasAttribute("entryUUID"));
  }

  @Test
  void verifiersAreInNoFilterAndNoCompare() throws Exception {
    generate("cn=iPhone," + ALICE);
    for (String filter : List.of("(userPassword=x)", "(userPassword=*)", "(!(userPassword=x))")) {
      LDAPException search =
          assertThrows(LDAPException.class, () -> admin.search(ALICE, SearchScope.SUB, filter));
      assertEquals(ResultCode.INSUFFICIENT_ACCESS_RIGHTS, search.getResultCode(), filter);
    }
    assertEquals(0, admin.search(ALICE, SearchScope.SUB, "(userPassword={APW1}*)").getEntryCount());
    LDAPException compare =
        assertThrows(LDAPException.class, () -> admin.compare(ALICE, "userPassword", "x"));
    assertEquals(ResultCode.INSUFFICIENT_ACCESS_RIGHTS, compare.getResultCode());
  }

  @Test
  void nobodyWritesAVerifier() throws Exception {
    LDAPException added =
        assertThrows(
            LDAPException.class,
            () ->
                admin.add(
                    "dn: cn=Forged," + ALICE,
                    "objectClass: latchkeyAppPassword",
                    "cn: Forged",
                    "userPassword: {APW1}1$AAAA"));
    assertEquals(ResultCode.UNWILLING_TO_PERFORM, added.getResultCode());
    generate("cn=iPhone," + ALICE);
    LDAPException modified =
        assertThrows(
            LDAPException.class,
            () ->
                admin.modify(
                    "cn=iPhone," + ALICE,
                    new Modification(ModificationType.REPLACE, "userPassword", "{APW1}1$AAAA")));
    assertEquals(ResultCode.UNWILLING_TO_PERFORM, modified.getResultCode());
  }

  /** Its year would have five digits in UTC, which nothing could write down again. */
  @Test
  void anExpiryThatCantBeKeptIsRefused() throws Exception {
    generate("cn=iPhone," + ALICE);
    LDAPException refused =
        assertThrows(
            LDAPException.class,
            () ->
                admin.modify(
                    "cn=iPhone," + ALICE,
                    new Modification(
                        ModificationType.REPLACE, "latchkeyExpires", "99991231235959-1200")));
    assertEquals(ResultCode.CONSTRAINT_VIOLATION, refused.getResultCode());
    assertEquals("an expiry is in a year from 1970 to 9999", refused.getDiagnosticMessage());
    assertTrue(alice().appPasswords().getFirst().expires().isEmpty());
  }

  @Test
  void ldapdeleteRevokesAndLeavesATombstone() throws Exception {
    generate("cn=iPhone," + ALICE);
    admin.delete("cn=iPhone," + ALICE);
    assertTrue(alice().appPasswords().isEmpty());
    assertEquals("iPhone", alice().tombstones().getFirst().label());
    assertEquals(
        List.of(ChangeKind.APP_PASSWORD_REVOKED, ChangeKind.ALL_APP_PASSWORDS_REVOKED),
        fixture.changes().stream().map(DirectoryChange::kind).skip(2).toList());
  }

  @Test
  void ldapmodrdnRenames() throws Exception {
    String secret = generate("cn=iPhone," + ALICE);
    admin.modifyDN("cn=iPhone," + ALICE, "cn=New iPhone", true);
    assertEquals("New iPhone", alice().appPasswords().getFirst().label());
    assertTrue(fixture.isGood(alice(), secret));
  }

  @Test
  void theLabelIsUniqueWhateverItsCase() throws Exception {
    admin.add("dn: cn=iPhone," + ALICE, "objectClass: latchkeyAppPassword", "cn: iPhone");
    LDAPException again =
        assertThrows(
            LDAPException.class,
            () ->
                admin.add(
                    "dn: cn=IPHONE," + ALICE, "objectClass: latchkeyAppPassword", "cn: IPHONE"));
    assertEquals(ResultCode.ENTRY_ALREADY_EXISTS, again.getResultCode());
  }

  @Test
  void theTwentySixthIsRefused() throws Exception {
    for (int i = 0; i < 25; i++) {
      generate("cn=device " + i + "," + ALICE);
    }
    LDAPException full = assertThrows(LDAPException.class, () -> generate("cn=one more," + ALICE));
    assertEquals(ResultCode.ADMIN_LIMIT_EXCEEDED, full.getResultCode());
    assertEquals(25, alice().appPasswords().size());
  }

  @Test
  void changingThePrimaryPasswordRevokesAllInOneTransaction() throws Exception {
    generate("cn=iPhone," + ALICE);
    generate("cn=Laptop," + ALICE);
    Optional<String> hash = alice().primaryPasswordHash();
    int before = fixture.changes().size();
    LDAPResult result =
        admin.processExtendedOperation(
            new PasswordModifyExtendedRequest(ALICE, null, "another good password"));
    assertEquals(ResultCode.SUCCESS, result.getResultCode(), result.toString());
    assertTrue(alice().appPasswords().isEmpty());
    assertEquals(2, alice().tombstones().size());
    List<DirectoryChange> told = fixture.changes().subList(before, fixture.changes().size());
    assertEquals(
        List.of(
            ChangeKind.APP_PASSWORD_REVOKED,
            ChangeKind.APP_PASSWORD_REVOKED,
            ChangeKind.PRIMARY_PASSWORD_CHANGED),
        told.stream().map(DirectoryChange::kind).toList());
    assertEquals(1, told.stream().map(DirectoryChange::version).distinct().count());
    assertNotEquals(hash, alice().primaryPasswordHash());
  }

  @Test
  void ldapmodifyOfThePrimaryPasswordRevokesAllToo() throws Exception {
    generate("cn=iPhone," + ALICE);
    admin.modify(
        ALICE, new Modification(ModificationType.REPLACE, "userPassword", "battery staple too"));
    assertTrue(alice().appPasswords().isEmpty());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aFirstPrimaryPasswordRevokesNothingAndTakingOneAwayAll(boolean byModify) throws Exception {
    admin.modify(ALICE, new Modification(ModificationType.DELETE, "userPassword"));
    generate("cn=iPhone," + ALICE);
    setPrimary("a first good password", byModify);
    assertEquals(1, alice().appPasswords().size());
    admin.modify(ALICE, new Modification(ModificationType.REPLACE, "userPassword"));
    assertTrue(alice().appPasswords().isEmpty());
    generate("cn=iPad," + ALICE);
    setPrimary("a first good password", byModify);
    assertEquals(1, alice().appPasswords().size());
    setPrimary("a second good password", byModify);
    assertTrue(alice().appPasswords().isEmpty());
  }

  private void setPrimary(String password, boolean byModify) throws Exception {
    LDAPResult result =
        byModify
            ? admin.modify(
                ALICE, new Modification(ModificationType.REPLACE, "userPassword", password))
            : admin.processExtendedOperation(
                new PasswordModifyExtendedRequest(ALICE, null, password));
    assertEquals(ResultCode.SUCCESS, result.getResultCode(), result.toString());
  }

  @Test
  void deletingAnAccountTakesItsAppPasswordsAlong() throws Exception {
    generate("cn=iPhone," + ALICE);
    admin.delete(ALICE);
    assertTrue(fixture.store().findByLogin("alice").isEmpty());
    assertTrue(fixture.changes().getLast().now().isEmpty());
  }

  @Test
  void anonymousSeesTheRootDseOnly() throws Exception {
    try (LDAPConnection nobody = fixture.connect()) {
      assertTrue(nobody.getRootDSE() != null);
      assertEquals(
          ResultCode.INSUFFICIENT_ACCESS_RIGHTS,
          assertThrows(LDAPException.class, () -> nobody.search(ALICE, SearchScope.BASE, "(uid=*)"))
              .getResultCode());
    }
  }

  @Test
  void aLoginNameIsOneAccountsOnly() throws Exception {
    LDAPException taken =
        assertThrows(
            LDAPException.class,
            () ->
                admin.add(
                    "dn: uid=bob,ou=people,dc=example,dc=org",
                    "objectClass: inetOrgPerson",
                    "objectClass: latchkeyAccount",
                    "uid: bob",
                    "cn: Bob",
                    "sn: B",
                    "mail: Alice@Example.org"));
    assertEquals(ResultCode.CONSTRAINT_VIOLATION, taken.getResultCode());
  }

  @Test
  void aDisabledAccountIsTold() throws Exception {
    admin.modify(ALICE, new Modification(ModificationType.REPLACE, "latchkeyDisabled", "TRUE"));
    assertTrue(alice().disabled());
    assertTrue(fixture.changes().getLast().now().orElseThrow().disabled());
  }

  @Test
  void everythingIsThereAfterARestart() throws Exception {
    String secret = generate("cn=iPhone," + ALICE);
    restart();
    assertTrue(fixture.isGood(alice(), secret));
  }

  @Test
  void aBindWithoutAPasswordIsNoBind() throws Exception {
    try (LDAPConnection nobody = fixture.connect()) {
      nobody.getConnectionOptions().setBindWithDNRequiresPassword(false);
      LDAPException refused = assertThrows(LDAPException.class, () -> nobody.bind(ALICE, ""));
      assertEquals(ResultCode.UNWILLING_TO_PERFORM, refused.getResultCode());
    }
  }

  @Test
  void onePortServesLdapsAndStartTls() throws Exception {
    SSLUtil ssl = new SSLUtil(new TrustAllTrustManager());
    try (LDAPConnection ldaps = fixture.connect(ssl.createSSLSocketFactory())) {
      assertEquals(ResultCode.SUCCESS, fixture.bind(ldaps).getResultCode());
    }
    try (LDAPConnection upgraded = fixture.connect()) {
      LDAPResult started =
          upgraded.processExtendedOperation(new StartTLSExtendedRequest(ssl.createSSLContext()));
      assertEquals(ResultCode.SUCCESS, started.getResultCode());
      assertEquals(ResultCode.SUCCESS, fixture.bind(upgraded).getResultCode());
    }
  }
}
