// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.ldap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.text.ParseException;
import java.util.List;
import java.util.Map;
import org.apache.directory.api.ldap.model.filter.FilterParser;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FilterMatchTest {
  private static final LdapEntry ALICE =
      new LdapEntry(
          "uid=alice,dc=org",
          Map.of(
              "uid", List.of("alice"),
              "mail", List.of("alice@example.org", "Second@Example.com"),
              "cn", List.of("Alice Müller")),
          Map.of("entryDN", List.of("uid=alice,dc=org")));

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "(uid=alice) # TRUE",
        "(UID=ALICE) # TRUE",
        "(uid=bob) # FALSE",
        "(mail=second@example.com) # TRUE",
        "(cn=alice müller) # TRUE",
        "(uid~=Alice) # TRUE",
        "(uid=*) # TRUE",
        "(entrydn=*) # TRUE",
        "(sn=*) # FALSE",
        "(!(sn=*)) # TRUE",
        "(uid=al*) # TRUE",
        "(uid=*ice) # TRUE",
        "(uid=a*i*e) # TRUE",
        "(uid=a*l*i*c*e) # TRUE",
        "(uid=alice*alice) # FALSE",
        "(uid=ali*ice) # FALSE",
        "(uid=*x*) # FALSE",
        "(uid>=alice) # TRUE",
        "(uid>=bob) # FALSE",
        "(uid<=alice) # TRUE",
        "(uid<=aaa) # FALSE",
        "(&(uid=alice)(cn=*)) # TRUE",
        "(&(uid=alice)(cn=x)) # FALSE",
        "(|(uid=x)(cn=ali*)) # TRUE",
        "(|(uid=x)(cn=x)) # FALSE",
        "(!(uid=alice)) # FALSE",
        "(userPassword=*) # UNDEFINED",
        "(userpassword=x) # UNDEFINED",
        "(!(userPassword=x)) # UNDEFINED",
        "(userPassword;binary>=x) # UNDEFINED",
        "(2.5.4.35=x*) # UNDEFINED",
        "(|(userPassword=*)(uid=alice)) # TRUE",
        "(&(userPassword=*)(uid=alice)) # UNDEFINED",
        "(&(userPassword=*)(uid=bob)) # FALSE",
        "(uid:caseExactMatch:=alice) # UNDEFINED",
        "(!(uid:dn:=alice)) # UNDEFINED",
      })
  void filterIsTrueFalseOrUndefined(String filter, FilterMatch expected) throws ParseException {
    assertEquals(expected, FilterMatch.of(FilterParser.parse(filter), ALICE));
  }
}
