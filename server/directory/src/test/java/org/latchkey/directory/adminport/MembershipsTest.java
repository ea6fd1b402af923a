// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.adminport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.ResultCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.latchkey.config.DirectorySettings;
import org.latchkey.core.account.Account;
import org.latchkey.core.account.AccountId;
import org.latchkey.core.directory.ChangeKind;
import org.latchkey.core.directory.DirectoryChange;
import org.latchkey.core.password.AppPasswordRules;
import org.latchkey.directory.AliceScene;
import org.latchkey.directory.DirectoryFixture;
import org.latchkey.directory.embedded.LdifImport;

/** Members of groups are entries, and nobody else who comes to have their names. */
final class MembershipsTest extends AliceScene {
  private static final String BASE = "dc=example,dc=org";
  private static final String ADMINS = "cn=admins,ou=groups," + BASE;
  private static final String STAFF = "cn=staff,ou=groups," + BASE;
  private static final String UNIQUE = "cn=unique,ou=groups," + BASE;
  private static final String STAFF_OU = "ou=staff,ou=people," + BASE;

  /** How alice's name may be spelt in a member's value. */
  private enum Spelling {
    AS_IT_IS(ALICE),
    UPPER_CASE("UID=ALICE,OU=PEOPLE,DC=EXAMPLE,DC=ORG"),
    SPACES("uid = alice , ou = people, dc = example , dc = org"),
    ESCAPED("uid=\\61l\\69ce,ou=people,dc=example,dc=org"),
    BY_OID("0.9.2342.19200300.100.1.1=alice,2.5.4.11=people,dc=example,dc=org"),
    OTHER_NAME("userid=alice,organizationalUnitName=people,domainComponent=example,dc=org");

    private final String text;

    Spelling(String text) {
      this.text = text;
    }
  }

  /** What may become of alice, after which her name is free. */
  enum Fate {
    DELETED(Optional.empty()),
    RENAMED(Optional.of("uid=alicia,ou=people," + BASE)),
    RENAMED_KEEPING_THE_OLD_VALUE(Optional.of("uid=alicia,ou=people," + BASE)),
    MOVED(Optional.of("uid=alice," + STAFF_OU)),
    MOVED_AND_RENAMED(Optional.of("uid=alicia," + STAFF_OU)),
    NAMED_BY_TWO(Optional.of("cn=Alice+uid=alicia,ou=people," + BASE));

    private final Optional<String> dn;

    Fate(Optional<String> dn) {
      this.dn = dn;
    }
  }

  @TempDir Path elsewhere;

  @BeforeEach
  void addGroups() throws Exception {
    admin.add("dn: " + STAFF_OU, "objectClass: organizationalUnit", "ou: staff");
    admin.add(
        "dn: " + STAFF, "objectClass: groupOfNames", "cn: staff", "member: ou=people," + BASE);
    admin.add(
        "dn: " + UNIQUE,
        "objectClass: groupOfUniqueNames",
        "cn: unique",
        "uniqueMember: ou=people," + BASE);
  }

  @ParameterizedTest
  @EnumSource(Fate.class)
  void aMembershipFollowsItsEntryAndNobodyInheritsItHoweverItIsSpelt(Fate fate) throws Exception {
    for (Spelling spelling : Spelling.values()) {
      follow(spelling, fate);
      admin.delete(fate.dn.orElse(ALICE));
      add("alice");
    }
  }

  private void follow(Spelling spelling, Fate fate) throws Exception {
    join(ADMINS, "member", spelling.text);
    join(STAFF, "member", spelling.text);
    join(UNIQUE, "uniqueMember", spelling.text);
    join(UNIQUE, "uniqueMember", spelling.text + "#'0101'B");
    assertEquals(true, isAdmin("alice"));
    meet(fate);
    Set<DN> expected = fate.dn.map(dn -> Set.of(dn(dn))).orElse(Set.of());
    assertEquals(expected, members(ADMINS, "member"));
    assertEquals(expected, members(STAFF, "member"));
    assertEquals(expected, members(UNIQUE, "uniqueMember"));
    if (fate.dn.isPresent()) {
      assertEquals(true, isAdmin(fate == Fate.MOVED ? "alice" : "alicia"));
    }
    // Somebody else takes the name, by an add and by a rename.
    add("alice");
    assertNobodyInherits(expected);
    admin.delete(ALICE);
    add("other");
    admin.modifyDN("uid=other,ou=people," + BASE, "uid=alice", true);
    assertNobodyInherits(expected);
    if (fate != Fate.DELETED) {
      admin.delete(ALICE);
    }
  }

  private void assertNobodyInherits(Set<DN> expected) throws LDAPException {
    assertEquals(expected, members(ADMINS, "member"));
    assertEquals(expected, members(STAFF, "member"));
    assertEquals(expected, members(UNIQUE, "uniqueMember"));
    String id =
        Objects.requireNonNull(
            Objects.requireNonNull(admin.getEntry(ALICE, "entryUUID"))
                .getAttributeValue("entryUUID"));
    assertEquals(false, fixture.store().isAdmin(AccountId.of(id)));
  }

  /** An account, where alice's own hasn't kept the login name. */
  private void add(String name) throws LDAPException {
    Entry entry = new Entry("uid=" + name + ",ou=people," + BASE);
    entry.addAttribute("objectClass", "inetOrgPerson");
    entry.addAttribute("uid", name);
    entry.addAttribute("cn", name);
    entry.addAttribute("sn", name);
    if (fixture.store().findByLogin("alice").isEmpty()) {
      entry.addAttribute("objectClass", "latchkeyAccount");
    }
    admin.add(entry);
  }

  private void meet(Fate fate) throws LDAPException {
    switch (fate) {
      case DELETED -> admin.delete(ALICE);
      case RENAMED -> admin.modifyDN(ALICE, "uid=alicia", true);
      case RENAMED_KEEPING_THE_OLD_VALUE -> admin.modifyDN(ALICE, "uid=alicia", false);
      case MOVED -> admin.modifyDN(ALICE, "uid=alice", false, STAFF_OU);
      case MOVED_AND_RENAMED -> admin.modifyDN(ALICE, "uid=alicia", true, STAFF_OU);
      case NAMED_BY_TWO -> admin.modifyDN(ALICE, "cn=Alice+uid=alicia", true);
    }
  }

  private static DN dn(String text) {
    try {
      return new DN(text);
    } catch (LDAPException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  private void join(String group, String attribute, String member) throws LDAPException {
    admin.modify(group, new Modification(ModificationType.ADD, attribute, member));
  }

  /** Who is a member, the one that each group begins with left out. */
  private Set<DN> members(String group, String attribute) throws LDAPException {
    String[] values = Objects.requireNonNull(admin.getEntry(group)).getAttributeValues(attribute);
    return Stream.of(values == null ? new String[0] : values)
        .map(value -> dn(value.replaceFirst("#'[01]*'B$", "")))
        .filter(each -> !each.equals(dn("ou=people," + BASE)))
        .filter(each -> !each.equals(dn(fixture.adminDn())))
        .collect(Collectors.toSet());
  }

  private boolean isAdmin(String login) {
    Optional<Account> account = fixture.store().findByLogin(login);
    boolean is = account.filter(Account::admin).isPresent();
    assertEquals(is, account.filter(each -> fixture.store().isAdmin(each.id())).isPresent());
    return is;
  }

  @Test
  void whatNamesNobodyIsNoMember() throws Exception {
    List<LDAPException> refused = new ArrayList<>();
    for (String nobody :
        List.of("uid=ghost,ou=people," + BASE, "uid=alice,ou=nowhere," + BASE, "cn=x," + ALICE)) {
      refused.add(assertThrows(LDAPException.class, () -> join(ADMINS, "member", nobody)));
      refused.add(assertThrows(LDAPException.class, () -> join(STAFF, "member", nobody)));
      refused.add(assertThrows(LDAPException.class, () -> join(UNIQUE, "uniqueMember", nobody)));
      refused.add(
          assertThrows(
              LDAPException.class,
              () ->
                  admin.add(
                      "dn: cn=new,ou=groups," + BASE,
                      "objectClass: groupOfNames",
                      "cn: new",
                      "member: " + nobody)));
    }
    refused.forEach(
        each ->
            assertEquals(ResultCode.CONSTRAINT_VIOLATION, each.getResultCode(), each::toString));
    join(STAFF, "member", "uid=elsewhere,dc=example,dc=com"); // another directory's
  }

  /** A value that was loaded, or that an older version let in: it is nobody, and stays nobody. */
  @Test
  void aStaleMemberIsNobodyAndGoesWhenSomebodyTakesItsName() throws Exception {
    String group = "cn=loaded,ou=groups," + BASE;
    Path ldif = elsewhere.resolve("groups.ldif");
    Files.writeString(
        ldif,
        """
        dn: %s
        objectClass: groupOfNames
        cn: loaded
        member: UID=b\\6Fb,ou=people,%s
        member: %s
        """
            .formatted(group, BASE, fixture.adminDn()));
    Files.createDirectory(elsewhere.resolve("directory"));
    LdifImport.load(
        elsewhere.resolve("directory"),
        new DirectorySettings(BASE, 1, 100),
        new AppPasswordRules(25),
        fixture.seals(),
        ldif,
        count -> {});
    try (DirectoryFixture loaded = DirectoryFixture.start(elsewhere);
        LDAPConnection there = loaded.bindAsAdmin()) {
      there.modifyDN(ADMINS, "cn=former", true);
      there.modifyDN(group, "cn=admins", true);
      there.add(
          "dn: uid=bob,ou=people," + BASE,
          "objectClass: inetOrgPerson",
          "objectClass: latchkeyAccount",
          "uid: bob",
          "cn: bob",
          "sn: bob");
      assertEquals(false, loaded.store().findByLogin("bob").orElseThrow().admin());
      assertEquals(
          List.of(loaded.adminDn()),
          List.of(Objects.requireNonNull(there.getEntry(ADMINS)).getAttributeValues("member")));
    }
  }

  @Test
  void noAccountTakesTheConfiguredAdminsName() throws Exception {
    LDAPException added =
        assertThrows(
            LDAPException.class,
            () ->
                admin.add(
                    "dn: " + fixture.adminDn(),
                    "objectClass: inetOrgPerson",
                    "objectClass: latchkeyAccount",
                    "uid: eve",
                    "cn: admin",
                    "sn: eve"));
    LDAPException moved =
        assertThrows(LDAPException.class, () -> admin.modifyDN(ALICE, "cn=admin", false, BASE));
    for (LDAPException each : List.of(added, moved)) {
      assertEquals(ResultCode.CONSTRAINT_VIOLATION, each.getResultCode(), each::toString);
    }
    // Debian's slapd has such an entry: it may be here too, and its name means no rights.
    admin.add("dn: " + fixture.adminDn(), "objectClass: organizationalRole", "cn: admin");
    admin.modifyDN(fixture.adminDn(), "cn=former", true);
    assertEquals(
        true,
        Objects.requireNonNull(admin.getEntry(ADMINS))
            .hasAttributeValue("member", fixture.adminDn()));
  }

  @Test
  void whoeverBecomesAnAdminOrCeasesToBeOneIsTold() throws Exception {
    int before = fixture.changes().size();
    join(ADMINS, "member", ALICE);
    admin.modifyDN(ALICE, "uid=alicia", true);
    admin.modify(ADMINS, new Modification(ModificationType.REPLACE, "member", fixture.adminDn()));
    join(ADMINS, "member", "uid=alicia,ou=people," + BASE);
    admin.modifyDN(ADMINS, "cn=former", true);
    admin.modifyDN("cn=former,ou=groups," + BASE, "cn=admins", true);
    admin.delete(ADMINS);
    List<DirectoryChange> told = fixture.changes().subList(before, fixture.changes().size());
    assertEquals(
        List.of(
            ChangeKind.ADMIN_RIGHTS_GIVEN,
            ChangeKind.ACCOUNT_RENAMED,
            ChangeKind.ADMIN_RIGHTS_TAKEN,
            ChangeKind.ADMIN_RIGHTS_GIVEN,
            ChangeKind.ADMIN_RIGHTS_TAKEN,
            ChangeKind.ADMIN_RIGHTS_GIVEN,
            ChangeKind.ADMIN_RIGHTS_TAKEN),
        told.stream().map(DirectoryChange::kind).toList());
  }
}
