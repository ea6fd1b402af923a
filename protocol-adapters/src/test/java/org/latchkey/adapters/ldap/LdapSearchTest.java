// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.ldap;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.unboundid.asn1.ASN1Boolean;
import com.unboundid.asn1.ASN1Enumerated;
import com.unboundid.asn1.ASN1Integer;
import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.asn1.ASN1Sequence;
import com.unboundid.ldap.protocol.LDAPMessage;
import com.unboundid.ldap.protocol.SearchRequestProtocolOp;
import com.unboundid.ldap.protocol.SearchResultEntryProtocolOp;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.DereferencePolicy;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.schema.Schema;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.latchkey.core.account.Service;
import org.latchkey.core.testing.AccountBuilder;

final class LdapSearchTest extends EmbeddedLdap {
  private static final Set<String> USER = Set.of("cn", "uid", "mail", "objectClass");
  private static final Set<String> OPERATIONAL =
      Set.of("entryDN", "entryUUID", "creatorsName", "createTimestamp", "subschemaSubentry");

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
        send(Messages.search(1, "", SearchScope.BASE, "(objectClass=*)", "+"))
            .getFirst()
            .getSearchResultEntryProtocolOp();
    assertEquals(List.of(START_TLS, WHO_AM_I), values(root, "supportedExtension"));
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
  void serviceViewShowsNothingToAnAppPasswordThatIsNotForLdap() throws Exception {
    TestDomain.Given mailOnly = domain.give(alice, Service.IMAP);
    String view = "uid=alice,ou=imap,ou=services,dc=example,dc=org";
    assertBind(0, view, mailOnly.text());
    for (String base : List.of(view, ALICE)) {
      assertEquals(50, code(one(Messages.search(1, base, SearchScope.BASE, "(uid=*)"))));
    }
  }

  @Test
  void attributesAreSelected() throws Exception {
    assertBind(0, ALICE, given.text());
    assertEquals(Set.of("cn"), selected("CN"));
    assertEquals(Set.of("cn", "entryUUID"), selected("cn", "entryuuid"));
    assertEquals(Set.of(), selected("1.1"));
    assertEquals(OPERATIONAL, selected("+"));
    assertEquals(USER, selected("*"));
    assertEquals(USER, selected());
    assertEquals(union(USER, OPERATIONAL), selected("*", "+"));
    assertEquals(union(USER, Set.of("entryUUID")), selected("*", "1.1", "entryuuid"));
    assertEquals(Set.of("cn"), selected("2.5.4.3", "cn", "foo", "mail;x-foo", "cn;lang-de"));
    assertEquals(Set.of("cn"), selected("commonName"));
    assertEquals(Set.of("cn", "uid", "mail"), selected("name", "userid", "rfc822Mailbox"));
    assertEquals(Set.of("cn"), selected("name"));
    assertEquals(USER, selected("@inetOrgPerson", "@nothing"));
    assertEquals(Set.of("objectClass", "cn"), selected("@person"));
    assertEquals(Set.of(), selected("userPassword", "userpassword;x"));
  }

  @Test
  void typesOnlyShowsNoValues() throws Exception {
    assertBind(0, ALICE, given.text());
    SearchRequestProtocolOp search =
        new SearchRequestProtocolOp(
            ALICE,
            SearchScope.BASE,
            DereferencePolicy.ALWAYS,
            1,
            1,
            true,
            Filter.create("(uid=alice)"),
            List.of());
    List<LDAPMessage> found = send(Messages.of(1, search));
    SearchResultEntryProtocolOp entry = found.getFirst().getSearchResultEntryProtocolOp();
    assertEquals(List.of(), values(entry, "cn"));
    assertEquals(USER, names(entry));
  }

  @Test
  void changeIsSeenOnAConnectionThatIsBound() throws Exception {
    assertBind(0, ALICE, given.text());
    assertFound(0, ALICE, SearchScope.BASE, "(cn=Pixel 📱)");
    domain.directory.change(
        alice,
        old ->
            AccountBuilder.like(old)
                .attributes(Map.of("uid", List.of("alice"), "cn", List.of("Pixel 📱")))
                .build());
    assertFound(1, ALICE, SearchScope.BASE, "(cn=Pixel 📱)");
  }

  @Test
  void operationalNamesAreRealOnes() throws Exception {
    assertBind(0, ALICE, given.text());
    SearchResultEntryProtocolOp entry =
        send(Messages.search(1, ALICE, SearchScope.BASE, "(uid=*)", "+"))
            .getFirst()
            .getSearchResultEntryProtocolOp();
    assertEquals(List.of("cn=admin,dc=example,dc=org"), values(entry, "creatorsName"));
    assertEquals(List.of("cn=schema"), values(entry, "subschemaSubentry"));
    assertEquals(List.of(ALICE), values(entry, "entryDN"));
  }

  @Test
  void schemaCanBeReadByWhoever() throws Exception {
    for (SearchScope scope : List.of(SearchScope.BASE, SearchScope.SUB)) {
      SearchResultEntryProtocolOp entry =
          send(Messages.search(1, "cn=schema", scope, "(objectClass=subschema)", "*", "+"))
              .getFirst()
              .getSearchResultEntryProtocolOp();
      Schema schema = new Schema(entry.toSearchResultEntry());
      assertEquals("cn", requireNonNull(schema.getAttributeType("commonName")).getNameOrOID());
      assertNotNull(schema.getObjectClass("inetOrgPerson"));
      assertNotNull(schema.getMatchingRule("caseExactMatch"));
      assertNotNull(schema.getAttributeSyntax("1.3.6.1.4.1.1466.115.121.1.15"));
    }
    assertFound(1, "CN=Schema", SearchScope.BASE, "(attributeTypes=cn)");
    assertFound(0, "cn=schema", SearchScope.ONE, "(objectClass=*)");
    assertFound(0, "cn=schema", SearchScope.BASE, "(!(foo=bar))");
  }

  @Test
  void matchedDnGoesAsFarAsTheOwnEntry() throws Exception {
    domain.add("bob");
    assertBind(0, ALICE, given.text());
    assertMatched("ou=people,dc=example,dc=org", BOB);
    assertMatched("ou=people,dc=example,dc=org", "cn=x,uid=nobody, OU=People,dc=example,dc=org");
    assertMatched(ALICE, "cn=iPhone," + ALICE);
    assertMatched("dc=example,dc=org", "ou=services,dc=example,dc=org");
    assertMatched("", "dc=org");
    assertMatched("", "cn=x,dc=example,dc=net");
    assertMatched("", "ou=schema");
  }

  private void assertMatched(String matched, String base) throws Exception {
    LDAPMessage answer = one(Messages.search(1, base, SearchScope.SUB, "(uid=*)"));
    assertEquals(32, code(answer), base);
    String told = answer.getSearchResultDoneProtocolOp().getMatchedDN();
    assertEquals(matched, told == null ? "" : told);
  }

  @ParameterizedTest
  @CsvSource({
    "9, 0, 0, 0, 2",
    "-1, 0, 0, 0, 2",
    "0, 4, 0, 0, 2",
    "0, -1, 0, 0, 2",
    "0, 0, -1, 0, 2",
    "0, 0, 0, -1, 2",
    "0, 3, 2147483647, 2147483647, 0",
    "2, 2, 1, 1, 0",
  })
  void numberOfNoMeaningIsAProtocolErrorAndNoMore(
      int scope, int dereference, int size, int time, int code) throws Exception {
    assertBind(0, ALICE, given.text());
    ASN1Sequence search =
        new ASN1Sequence(
            (byte) 0x63,
            new ASN1OctetString(ALICE),
            new ASN1Enumerated(scope),
            new ASN1Enumerated(dereference),
            new ASN1Integer(size),
            new ASN1Integer(time),
            new ASN1Boolean(false),
            new ASN1OctetString((byte) 0x87, "uid"),
            new ASN1Sequence());
    List<LDAPMessage> answers = send(Messages.sequence(new ASN1Integer(1), search));
    assertEquals(code, code(answers.getLast()));
    assertEquals("dn:" + ALICE, whoAmI());
  }

  private Set<String> selected(String... attributes) throws Exception {
    List<LDAPMessage> found =
        send(Messages.search(1, ALICE, SearchScope.BASE, "(uid=*)", attributes));
    return names(found.getFirst().getSearchResultEntryProtocolOp());
  }

  private static Set<String> union(Set<String> one, Set<String> other) {
    return Stream.concat(one.stream(), other.stream()).collect(Collectors.toUnmodifiableSet());
  }

  private static Set<String> names(SearchResultEntryProtocolOp entry) {
    return entry.getAttributes().stream()
        .map(Attribute::getName)
        .collect(Collectors.toUnmodifiableSet());
  }
}
