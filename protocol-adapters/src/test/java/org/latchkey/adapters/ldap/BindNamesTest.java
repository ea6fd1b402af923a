// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.ldap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.latchkey.core.account.LoginName;
import org.latchkey.core.account.Service;

final class BindNamesTest {
  private final BindNames names = new BindNames("dc=example,dc=org");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "uid=alice,ou=people,dc=example,dc=org | LDAP | alice",
        "UID=Alice,OU=People,DC=Example,DC=Org | LDAP | Alice",
        "uid=alice@example.org, ou=people, dc=example, dc=org | LDAP | alice@example.org",
        "0.9.2342.19200300.100.1.1=alice,ou=people,dc=example,dc=org | LDAP | alice",
        "uid=\\61lice,ou=people,dc=example,dc=org | LDAP | alice",
        "uid=alice,ou=imap,ou=services,dc=example,dc=org | IMAP | alice",
        "uid=alice,ou=SMTP,ou=Services,dc=example,dc=org | SMTP | alice",
        "uid=alice,ou=ldap,ou=services,dc=example,dc=org | LDAP | alice",
      })
  void nameUnderPeopleOrAServiceIsSomebodys(String dn, Service service, String name) {
    BindNames.Target target = names.ofDn(dn.getBytes(StandardCharsets.UTF_8));
    assertEquals(service, target.service());
    assertEquals(name, target.name());
    assertEquals(dn.toLowerCase(Locale.ROOT).contains("services"), isView(target));
  }

  private static boolean isView(BindNames.Target target) {
    return target.view().isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alice",
        "uid=alice",
        "cn=alice,ou=people,dc=example,dc=org",
        "uid=alice,ou=people,dc=example,dc=net",
        "uid=alice,ou=people,ou=x,dc=example,dc=org",
        "uid=alice,ou=fax,ou=services,dc=example,dc=org",
        "uid=alice,ou=services,dc=example,dc=org",
        "uid=alice+cn=x,ou=people,dc=example,dc=org",
        "cn=iPhone,uid=alice,ou=people,dc=example,dc=org",
        "ou=people,dc=example,dc=org",
        "dc=org",
        "\ufeffuid=alice,ou=people,dc=example,dc=org",
        "uid=alice\u0000,ou=people,dc=example,dc=org",
        ""
      })
  void anyOtherNameIsOneThatNobodyCanHave(String dn) {
    String name = names.ofDn(dn.getBytes(StandardCharsets.UTF_8)).name();
    assertEquals(Optional.empty(), LoginName.prepare(name));
    assertTrue(name.endsWith(dn));
  }

  @ParameterizedTest
  @ValueSource(strings = {"alice\\00", "alice\\20", "\\EF\\BB\\BFalice", "alice\\C2\\A0"})
  void trickInAnEscapeIsSeenByThePreparation(String uid) {
    String dn = "uid=" + uid + ",ou=people,dc=example,dc=org";
    String name = names.ofDn(dn.getBytes(StandardCharsets.UTF_8)).name();
    assertEquals(Optional.empty(), LoginName.prepare(name));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "alice | LDAP | alice",
        "u:alice | LDAP | alice",
        "dn:uid=alice,ou=people,dc=example,dc=org | LDAP | alice",
        "dn:uid=alice,ou=imap,ou=services,dc=example,dc=org | IMAP | alice",
      })
  void saslIdentityHasThreeForms(String identity, Service service, String name) {
    BindNames.Target target = names.ofIdentity(identity);
    assertEquals(service, target.service());
    assertEquals(name, target.name());
  }

  @Test
  void baseMustBeADn() {
    assertThrows(IllegalArgumentException.class, () -> new BindNames("example.org"));
  }
}
