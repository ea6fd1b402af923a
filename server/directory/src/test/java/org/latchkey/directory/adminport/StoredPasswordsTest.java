// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.adminport;

import static org.junit.jupiter.api.Assertions.assertFalse;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldif.LDIFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.latchkey.directory.AliceScene;

/** No password lies in the directory in clear, whatever entry it was put on and however. */
final class StoredPasswordsTest extends AliceScene {
  private static final String BASE = "dc=example,dc=org";
  private static final String SECRET = "Trustno1-in-clear";

  @TempDir Path elsewhere;

  private static final List<String> ATTRIBUTES =
      List.of(
          "userPassword",
          "2.5.4.35",
          "userPassword;lang-en",
          "userPassword;binary",
          "latchkeyUpstreamSecret",
          "privateKey",
          "pwdHistory",
          "latchkeyTotp",
          "latchkeyRecoveryCode");

  static Stream<Arguments> everyKindOfEntry() {
    return Stream.<List<String>>of(
            List.of("ou=unit," + BASE, "organizationalUnit", "ou: unit"),
            List.of("cn=person,ou=people," + BASE, "person", "cn: person", "sn: person"),
            List.of("uid=inet,ou=people," + BASE, "inetOrgPerson", "uid: inet", "cn: i", "sn: i"),
            List.of("cn=device," + BASE, "device", "cn: device"),
            List.of("cn=g,ou=groups," + BASE, "groupOfNames", "cn: g", "member: " + ALICE),
            List.of("cn=role," + BASE, "organizationalRole", "cn: role"),
            List.of("o=org," + BASE, "organization", "o: org"),
            List.of("cn=label," + ALICE, "latchkeyAppPassword", "cn: label"),
            List.of(
                "uid=acc,ou=people," + BASE,
                "inetOrgPerson",
                "objectClass: latchkeyAccount",
                "uid: acc",
                "cn: acc",
                "sn: acc"))
        .map(Arguments::of);
  }

  @ParameterizedTest
  @MethodSource("everyKindOfEntry")
  void whatIsAddedOrModifiedIsHashedOrRefused(List<String> entry) throws Exception {
    for (String attribute : ATTRIBUTES) {
      put(entry, attribute);
    }
    assertNowhere();
  }

  private void put(List<String> entry, String attribute) throws Exception {
    String dn = entry.getFirst();
    String[] without =
        Stream.concat(
                Stream.of(
                    "dn: " + dn, "objectClass: " + entry.get(1), "objectClass: extensibleObject"),
                entry.stream().skip(2))
            .toArray(String[]::new);
    String[] with =
        Stream.concat(Stream.of(without), Stream.of(attribute + ": " + SECRET))
            .toArray(String[]::new);
    attempt(() -> admin.add(new Entry(with)));
    attempt(() -> admin.add(new Entry(without)));
    for (ModificationType type : List.of(ModificationType.ADD, ModificationType.REPLACE)) {
      attempt(() -> admin.modify(dn, new Modification(type, attribute, SECRET)));
      attempt(() -> admin.modify(dn, new Modification(type, attribute, SECRET, SECRET + "2")));
    }
    attempt(() -> admin.modifyDN(dn, attribute + "=" + SECRET, false));
    attempt(
        () ->
            admin.modifyDN(
                dn, dn.substring(0, dn.indexOf(',')) + "+" + attribute + "=" + SECRET, false));
    attempt(() -> admin.delete(dn));
  }

  private interface Attempt {
    void make() throws LDAPException, LDIFException;
  }

  /** Refused or not: what counts is what is stored. */
  private void attempt(Attempt attempt) throws LDAPException, LDIFException {
    try {
      attempt.make();
    } catch (LDAPException refused) {
      String said = String.valueOf(refused.getDiagnosticMessage());
      assertFalse(said.contains(SECRET), said);
    }
    if (!admin.isConnected()) {
      admin = fixture.bindAsAdmin();
    }
  }

  private void assertNowhere() throws IOException {
    Path data = fixture.folder().resolve("directory").resolve("data.mdb");
    String stored = new String(Files.readAllBytes(data), StandardCharsets.ISO_8859_1);
    assertFalse(stored.contains(SECRET));
  }

  @Test
  void whatBecomesAnAccountLaterHasAHashedPasswordToo() throws Exception {
    admin.add(
        "dn: uid=later,ou=people," + BASE,
        "objectClass: inetOrgPerson",
        "uid: later",
        "cn: later",
        "sn: later",
        "userPassword: " + SECRET);
    admin.modify(
        "uid=later,ou=people," + BASE,
        new Modification(ModificationType.ADD, "objectClass", "latchkeyAccount"));
    assertFalse(fixture.store().findByLogin("later").orElseThrow().primaryPasswordHash().isEmpty());
    assertNowhere();
  }
}
