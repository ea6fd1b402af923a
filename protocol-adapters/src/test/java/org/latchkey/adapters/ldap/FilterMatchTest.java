// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.ldap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.unboundid.asn1.ASN1Element;
import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.asn1.ASN1Sequence;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.latchkey.adapters.Unicode;
import org.latchkey.core.ldapguard.BerReader;

/** Filters as another implementation writes them. */
final class FilterMatchTest {
  private static final LdapEntry ALICE = alice();

  private static LdapEntry alice() {
    Map<String, List<String>> attributes = new LinkedHashMap<>();
    attributes.put("objectClass", List.of("top", "inetOrgPerson", "latchkeyAccount"));
    attributes.put("uid", List.of("alice"));
    attributes.put("mail", List.of("alice@example.org", "Second@Example.com"));
    attributes.put("cn", List.of("Alice  Müller", "Pixel 📱", "Straße"));
    attributes.put("sn", List.of("Müller"));
    attributes.put("telephoneNumber", List.of("+49 30 1234-5678"));
    attributes.put("manager", List.of("uid=Bob, ou=People,dc=example,dc=org"));
    attributes.put("labeledURI", List.of("https://example.org/A"));
    attributes.put("postalAddress", List.of("1 Main St$Springfield"));
    attributes.put("latchkeyDisabled", List.of("FALSE"));
    attributes.put("latchkeyIdleLimit", List.of("100"));
    attributes.put("createTimestamp", List.of("20260101120000Z"));
    attributes.put("entryDN", List.of("uid=alice,ou=people,dc=example,dc=org"));
    attributes.put("entryUUID", List.of("7a3c1b1e-0000-4000-8000-0000000000AB"));
    attributes.put("userPassword", List.of("x"));
    attributes.put("latchkeyTotp", List.of("x"));
    return LdapEntry.of("uid=alice,ou=people,dc=example,dc=org", attributes);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "(uid=alice) # TRUE",
        "(UID=ALICE) # TRUE",
        "(uid=bob) # FALSE",
        "(0.9.2342.19200300.100.1.1=alice) # TRUE",
        "(userid=alice) # TRUE",
        "(2.5.4.3=alice müller) # TRUE",
        "(commonName=alice müller) # TRUE",
        "(name=müller) # TRUE",
        "(name=*) # TRUE",
        "(name=pixel*) # TRUE",
        "(givenName=*) # FALSE",
        "(!(givenName=*)) # TRUE",
        "(mail=second@example.com) # TRUE",
        "(rfc822Mailbox=*@example.com) # TRUE",
        "(mail=é) # UNDEFINED",
        "(cn=  alice müller ) # TRUE",
        "(cn=alice   müller) # TRUE",
        "(cn=alicemüller) # FALSE",
        "(cn=pixel 📱) # TRUE",
        "(cn=*📱) # TRUE",
        "(cn=STRASSE) # TRUE",
        "(cn=Alice Mu\u0308ller) # TRUE",
        "(cn=Alice\u00a0Müller) # TRUE",
        "(cn=Al\u00adice Müller) # TRUE",
        "(cn=\uff21lice Müller) # TRUE",
        "(cn=) # UNDEFINED",
        "(mail=) # FALSE",
        "(:caseIgnoreIA5Match:=alice) # FALSE",
        "(telephoneNumber=1+1=2) # FALSE",
        "(uid~=Alice) # TRUE",
        "(uid=*) # TRUE",
        "(entrydn=*) # TRUE",
        "(uid=al*) # TRUE",
        "(uid=*ice) # TRUE",
        "(uid=a*i*e) # TRUE",
        "(uid=a*l*i*c*e) # TRUE",
        "(uid=alice*alice) # FALSE",
        "(uid=ali*ice) # FALSE",
        "(uid=*x*) # FALSE",
        "(cn=alice *müller) # TRUE",
        "(cn=ali *) # FALSE",
        "(cn=*e  m*) # TRUE",
        "(uid>=alice) # UNDEFINED",
        "(latchkeyIdleLimit>=99) # TRUE",
        "(latchkeyIdleLimit>=100) # TRUE",
        "(latchkeyIdleLimit>=1000) # FALSE",
        "(latchkeyIdleLimit<=99) # FALSE",
        "(latchkeyIdleLimit=100) # TRUE",
        "(latchkeyIdleLimit=0100) # UNDEFINED",
        "(latchkeyIdleLimit=x) # UNDEFINED",
        "(latchkeyIdleLimit=1*) # UNDEFINED",
        "(createTimestamp=20260101120000Z) # TRUE",
        "(createTimestamp=20260101130000+0100) # TRUE",
        "(createTimestamp=202601011200Z) # TRUE",
        "(createTimestamp=2026010112.0Z) # TRUE",
        "(createTimestamp>=20251231235959.9Z) # TRUE",
        "(createTimestamp<=20251231235959Z) # FALSE",
        "(createTimestamp>=tomorrow) # UNDEFINED",
        "(createTimestamp>=20261301000000Z) # UNDEFINED",
        "(latchkeyDisabled=FALSE) # TRUE",
        "(latchkeyDisabled=TRUE) # FALSE",
        "(latchkeyDisabled=no) # UNDEFINED",
        "(telephoneNumber=+493012345678) # TRUE",
        "(telephoneNumber=+49-30*5678) # TRUE",
        "(telephoneNumber=ü) # UNDEFINED",
        "(manager=UID=bob,OU=people,DC=Example,dc=org) # TRUE",
        "(manager=0.9.2342.19200300.100.1.1=bob,ou=people,dc=example,dc=org) # TRUE",
        "(manager=uid=b\\5c6fb,ou=people,dc=example,dc=org) # TRUE",
        "(manager=bob) # UNDEFINED",
        "(entryDN=uid=ALICE,ou=people,dc=example,dc=org) # TRUE",
        "(entryUUID=7A3C1B1E-0000-4000-8000-0000000000ab) # TRUE",
        "(labeledURI=https://example.org/A) # TRUE",
        "(labeledURI=https://example.org/a) # FALSE",
        "(labeledURI=https*) # UNDEFINED",
        "(postalAddress=1 main st $ springfield) # TRUE",
        "(objectClass=inetOrgPerson) # TRUE",
        "(objectClass=2.16.840.1.113730.3.2.2) # TRUE",
        "(objectClass=person) # TRUE",
        "(objectClass=groupOfNames) # FALSE",
        "(objectClass=1.2.3) # FALSE",
        "(objectClass=nothing) # UNDEFINED",
        "(&(uid=alice)(cn=*)) # TRUE",
        "(&(uid=alice)(cn=x)) # FALSE",
        "(|(uid=x)(cn=ali*)) # TRUE",
        "(|(uid=x)(cn=x)) # FALSE",
        "(!(uid=alice)) # FALSE",
        "(&) # TRUE",
        "(|) # FALSE",
        "(!(|)) # TRUE",
        "(foo=bar) # UNDEFINED",
        "(!(foo=bar)) # UNDEFINED",
        "(foo=*) # UNDEFINED",
        "(|(foo=bar)(uid=alice)) # TRUE",
        "(&(foo=bar)(uid=alice)) # UNDEFINED",
        "(&(foo=bar)(uid=bob)) # FALSE",
        "(mail;x-foo=*) # UNDEFINED",
        "(cn;lang-de=*) # UNDEFINED",
        "(userPassword=*) # UNDEFINED",
        "(!(userPassword=*)) # UNDEFINED",
        "(userpassword=x) # UNDEFINED",
        "(!(userPassword=x)) # UNDEFINED",
        "(userPassword;binary>=x) # UNDEFINED",
        "(2.5.4.35=x*) # UNDEFINED",
        "(latchkeyTotp=*) # UNDEFINED",
        "(2.25.144950675249250853950670104022528974113.1.15=x) # UNDEFINED",
        "(:octetStringMatch:=x) # FALSE",
        "(userPassword:octetStringMatch:=x) # UNDEFINED",
        "(|(userPassword=*)(uid=alice)) # TRUE",
        "(&(userPassword=*)(uid=bob)) # FALSE",
        "(uid:caseExactMatch:=alice) # TRUE",
        "(uid:caseExactMatch:=Alice) # FALSE",
        "(uid:2.5.13.5:=alice) # TRUE",
        "(uid:=ALICE) # TRUE",
        "(:caseExactMatch:=alice) # TRUE",
        "(:caseExactMatch:=nobody) # FALSE",
        "(uid:caseExactSubstringsMatch:=a\\2aice) # TRUE",
        "(uid:caseIgnoreOrderingMatch:=b) # TRUE",
        "(uid:noSuchMatch:=alice) # UNDEFINED",
        "(uid:integerMatch:=1) # UNDEFINED",
        "(foo:caseExactMatch:=x) # UNDEFINED",
        "(ou:=people) # FALSE",
        "(ou:dn:=people) # TRUE",
        "(dc:dn:=ORG) # TRUE",
        "(!(ou:dn:=people)) # FALSE",
        "(:dn:caseIgnoreMatch:=people) # TRUE",
      })
  void filterIsTrueFalseOrUndefined(String filter, FilterMatch expected) throws Exception {
    assertEquals(expected, match(filter, ALICE));
  }

  private static FilterMatch match(String filter, LdapEntry entry) throws Exception {
    return match(com.unboundid.ldap.sdk.Filter.create(filter), entry);
  }

  private static FilterMatch match(com.unboundid.ldap.sdk.Filter filter, LdapEntry entry) {
    return match(filter.encode(), entry);
  }

  private static FilterMatch match(ASN1Element filter, LdapEntry entry) {
    Filter decoded = FilterDecoder.decode(BerReader.over(ByteBuffer.wrap(filter.encode())));
    return FilterMatch.of(decoded, entry);
  }

  @Test
  void valueThatIsNotUtf8IsUndefined() {
    byte[] latin1 = "Müller".getBytes(StandardCharsets.ISO_8859_1);
    var filter = com.unboundid.ldap.sdk.Filter.createEqualityFilter("cn", latin1);
    assertEquals(FilterMatch.UNDEFINED, match(filter, ALICE));
    var not = com.unboundid.ldap.sdk.Filter.createNOTFilter(filter);
    assertEquals(FilterMatch.UNDEFINED, match(not, ALICE));
  }

  @ParameterizedTest
  @ValueSource(bytes = {(byte) 0x8a, (byte) 0xaa, (byte) 0x9e})
  void filterOfAnUnknownKindIsUndefined(byte tag) {
    assertEquals(FilterMatch.UNDEFINED, match(new ASN1OctetString(tag, "x"), ALICE));
  }

  static Stream<ASN1Element> malformed() {
    ASN1OctetString cn = new ASN1OctetString("cn");
    ASN1OctetString initial = new ASN1OctetString((byte) 0x80, "a");
    ASN1OctetString any = new ASN1OctetString((byte) 0x81, "b");
    ASN1OctetString end = new ASN1OctetString((byte) 0x82, "c");
    return Stream.of(
        new ASN1Sequence((byte) 0xa4, cn, new ASN1Sequence()),
        new ASN1Sequence((byte) 0xa4, cn, new ASN1Sequence(any, initial)),
        new ASN1Sequence((byte) 0xa4, cn, new ASN1Sequence(end, any)),
        new ASN1Sequence((byte) 0xa4, cn, new ASN1Sequence(initial, initial)),
        new ASN1Sequence((byte) 0xa4, cn, new ASN1Sequence(new ASN1OctetString((byte) 0x81))),
        new ASN1Sequence((byte) 0xa4, cn, new ASN1Sequence(cn)),
        new ASN1Sequence((byte) 0xa9, new ASN1OctetString((byte) 0x83, "x")),
        new ASN1Sequence((byte) 0xa9, new ASN1OctetString((byte) 0x82, "cn")));
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void partsThatMakeNoFilterAreRefused(ASN1Element filter) {
    assertThrows(RefusedException.class, () -> match(filter, ALICE));
  }

  /** Whatever text an attribute has, a filter for it finds it, in the case and form of either. */
  @Test
  void everyTextIsFoundByItself() {
    Random random = new Random(7);
    for (int i = 0; i < 3000; i++) {
      String text = Unicode.text(random, 1 + random.nextInt(12));
      LdapEntry entry = LdapEntry.of("cn=x", Map.of("cn", List.of(text)));
      var filter = com.unboundid.ldap.sdk.Filter.createEqualityFilter("cn", text);
      String shown = Unicode.escaped(text);
      assertEquals(FilterMatch.TRUE, match(filter, entry), shown);
      var not = com.unboundid.ldap.sdk.Filter.createNOTFilter(filter);
      assertEquals(FilterMatch.FALSE, match(not, entry), shown);
      var other = com.unboundid.ldap.sdk.Filter.createEqualityFilter("name", text + "z");
      assertEquals(FilterMatch.FALSE, match(other, entry), shown);
    }
  }

  /** Kleene's laws hold for filters put together at random. */
  @Test
  void threeValuedLogicHolds() throws Exception {
    List<String> leaves =
        List.of("(uid=alice)", "(uid=bob)", "(foo=x)", "(userPassword=*)", "(&)", "(|)");
    Random random = new Random(11);
    for (int i = 0; i < 2000; i++) {
      List<String> parts = new ArrayList<>();
      List<FilterMatch> each = new ArrayList<>();
      for (int n = random.nextInt(4); n >= 0; n--) {
        String leaf = leaves.get(random.nextInt(leaves.size()));
        String part = random.nextBoolean() ? leaf : "(!" + leaf + ")";
        parts.add(part);
        each.add(match(part, ALICE));
      }
      String all = String.join("", parts);
      FilterMatch and = match("(&" + all + ")", ALICE);
      FilterMatch or = match("(|" + all + ")", ALICE);
      assertEquals(lowest(each), and, all);
      assertEquals(negated(lowest(each)), match("(!(&" + all + "))", ALICE), all);
      assertEquals(negated(lowest(each.stream().map(FilterMatchTest::negated).toList())), or, all);
      assertNotEquals(and == FilterMatch.TRUE && or == FilterMatch.FALSE, true, all);
    }
  }

  private static FilterMatch lowest(List<FilterMatch> all) {
    if (all.contains(FilterMatch.FALSE)) {
      return FilterMatch.FALSE;
    }
    return all.contains(FilterMatch.UNDEFINED) ? FilterMatch.UNDEFINED : FilterMatch.TRUE;
  }

  private static FilterMatch negated(FilterMatch match) {
    return switch (match) {
      case TRUE -> FilterMatch.FALSE;
      case FALSE -> FilterMatch.TRUE;
      case UNDEFINED -> FilterMatch.UNDEFINED;
    };
  }
}
