// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.ldap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.unboundid.ldap.protocol.LDAPMessage;
import com.unboundid.ldap.protocol.SearchResultEntryProtocolOp;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.SearchScope;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LdapSearchTest extends EmbeddedLdap {
  @Test
  void anybodySeesTheRootDse() throws Exception {
    SearchResultEntryProtocolOp root =
        send(Messages.search(1, "", SearchScope.BASE, "(objectClass=*)", "*", "+"))
            .getFirst()
            .getSearchResultEntryProtocolOp();
    assertEquals("", root.getDN());
    assertEquals(List.of(TestDomain.BASE), values(root, "namingContexts"));
    assertEquals(List.of("3"), values(root, "supportedLDAPVersion"));
    assertEquals(List.of("PLAIN"), values(root, "supportedSASLMechanisms"));
    assertEquals(List.of(START_TLS, WHO_AM_I), values(root, "supportedExtension"));
  }

  @Test
  void rootDseOffersNoMechanismInClear() throws Exception {
    channel.finishAndReleaseAll();
    channel = connections.connect(STRANGER);
    SearchResultEntryProtocolOp root =
        send(Messages.search(1, "", SearchScope.BASE, "(objectClass=*)"))
            .getFirst()
            .getSearchResultEntryProtocolOp();
    assertEquals(List.of(), values(root, "supportedSASLMechanisms"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"dc=example,dc=org", ALICE, "uid=nobody,ou=people,dc=example,dc=org"})
  void anonymousSeesNothingElse(String base) throws Exception {
    assertEquals(50, code(one(Messages.search(1, base, SearchScope.SUB, "(objectClass=*)"))));
    assertEquals(50, code(one(Messages.search(1, "", SearchScope.SUB, "(objectClass=*)"))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"dc=example,dc=org", "ou=people,dc=example,dc=org", ALICE})
  void boundAccountFindsItselfBelowEveryAncestor(String base) throws Exception {
    assertBind(0, ALICE, given.text());
    List<LDAPMessage> found = send(Messages.search(1, base, SearchScope.SUB, "(mail=ALICE@*)"));
    SearchResultEntryProtocolOp entry = found.getFirst().getSearchResultEntryProtocolOp();
    assertEquals(ALICE, entry.getDN());
    assertEquals(List.of("alice Müller"), values(entry, "CN"));
    assertEquals(List.of("alice@example.org", "alice@example.com"), values(entry, "mail"));
    assertEquals(List.of(), values(entry, "userPassword"));
    assertEquals(List.of(), values(entry, "entryUUID"));
    assertEquals(0, code(found.get(1)));
  }

  @Test
  void scopeDecidesWhetherItIsFound() throws Exception {
    domain.add("bob");
    assertBind(0, ALICE, given.text());
    String people = "ou=people,dc=example,dc=org";
    assertFound(1, ALICE, SearchScope.BASE, "(uid=*)");
    assertFound(0, ALICE, SearchScope.ONE, "(uid=*)");
    assertFound(0, people, SearchScope.BASE, "(uid=*)");
    assertFound(1, people, SearchScope.ONE, "(uid=*)");
    assertFound(0, "dc=example,dc=org", SearchScope.ONE, "(uid=*)");
    assertFound(0, people, SearchScope.SUB, "(uid=bob)");
    assertFound(0, people, SearchScope.SUB, "(userPassword=*)");
    assertFound(0, people, SearchScope.SUB, "(!(userPassword=x))");
    for (String other :
        List.of(BOB, "dc=org", "dc=example,dc=net", "ou=services,dc=example,dc=org")) {
      assertEquals(32, code(one(Messages.search(1, other, SearchScope.SUB, "(uid=*)"))));
    }
    assertEquals(34, code(one(Messages.search(1, "no dn", SearchScope.SUB, "(uid=*)"))));
  }

  @Test
  void serviceViewShowsTheAccountThereOnly() throws Exception {
    String view = "uid=alice,ou=imap,ou=services,dc=example,dc=org";
    assertBind(0, view, given.text());
    assertFound(1, view, SearchScope.BASE, "(uid=alice)");
    assertFound(1, "ou=services,dc=example,dc=org", SearchScope.SUB, "(uid=alice)");
    assertEquals(32, code(one(Messages.search(1, ALICE, SearchScope.BASE, "(uid=*)"))));
  }

  @Test
  void attributesAreSelected() throws Exception {
    assertBind(0, ALICE, given.text());
    assertEquals(Set.of("cn"), selected("CN"));
    assertEquals(Set.of("cn", "entryUUID"), selected("cn", "entryuuid"));
    assertEquals(Set.of(), selected("1.1"));
    assertEquals(Set.of("entryDN", "entryUUID"), selected("+"));
    assertEquals(Set.of("cn", "uid", "mail", "objectClass"), selected("*"));
    assertEquals(Set.of(), selected("userPassword", "userpassword;x"));
  }

  private Set<String> selected(String... attributes) throws Exception {
    List<LDAPMessage> found =
        send(Messages.search(1, ALICE, SearchScope.BASE, "(uid=*)", attributes));
    return Set.copyOf(
        found.getFirst().getSearchResultEntryProtocolOp().getAttributes().stream()
            .map(Attribute::getName)
            .toList());
  }
}
