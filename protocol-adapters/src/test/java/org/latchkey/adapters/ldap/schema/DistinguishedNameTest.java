// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.ldap.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.RDN;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.latchkey.adapters.Unicode;
import org.latchkey.adapters.ldap.schema.DistinguishedName.Ava;
import org.latchkey.adapters.ldap.schema.DistinguishedName.Rdn;
import org.latchkey.core.audit.LeadingValue;

final class DistinguishedNameTest {
  private static final LdapSchema SCHEMA = LdapSchema.get();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "uid=alice,dc=org | uid<alice> dc<org>",
        "UID=alice,DC=org | UID<alice> DC<org>",
        "0.9.2342.19200300.100.1.1=alice | 0.9.2342.19200300.100.1.1<alice>",
        "1.2.3.4=x | 1.2.3.4<x>",
        "uid = alice , dc = org | uid<alice> dc<org>",
        "uid=a + cn = b ,dc=org | uid<a>cn<b> dc<org>",
        "uid=a\\,b | uid<a,b>",
        "uid=a\\2cb | uid<a,b>",
        "uid=a\\2Cb | uid<a,b>",
        "uid=M\\C3\\BCller | uid<Müller>",
        "uid=Müller | uid<Müller>",
        "cn=App\\, ü,uid=alice | cn<App, ü> uid<alice>",
        "cn=Pixel 📱,uid=alice | cn<Pixel 📱> uid<alice>",
        "cn=Pixel \\F0\\9F\\93\\B1 | cn<Pixel 📱>",
        "uid=a=b | uid<a=b>",
        "uid=a\\#\\+\\;\\<\\>\\=\\\"\\\\ | uid<a#+;<>=\"\\>",
        "uid=\\#a | uid<#a>",
        "uid=, dc=org | uid<> dc<org>",
        "1.3.6.1.4.1.1466.0=#04024869 | 1.3.6.1.4.1.1466.0<Hi>",
        "cn=#0C03C3BC61,dc=org | cn<üa> dc<org>",
        "cn=#020105 | cn<#020105>",
      })
  void wellFormedNameIsRead(String text, String expected) {
    assertEquals(Optional.of(expected), DistinguishedName.parse(text).map(this::shown));
  }

  @Test
  void escapedTrailingSpaceBelongsToTheValue() {
    assertEquals(List.of("a "), values("uid=a\\20"));
    assertEquals(List.of("a "), values("uid=a\\ "));
    assertEquals(List.of("a  ", "org"), values("uid=a \\  ,dc=org"));
    assertEquals(List.of("a"), values("uid=a  "));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alice",
        "uid",
        "=alice",
        "uid=a,",
        "uid=a+",
        ",uid=a",
        "+uid=a",
        "uid=a,,dc=org",
        "uid=a++cn=b",
        "uid=a;dc=org",
        "uid=\"a\"",
        "uid=#0402486",
        "uid=#",
        "uid=#04x",
        "uid=#0401",
        "uid=#04016161",
        "uid=#0402486z",
        "uid=a\\",
        "uid=a\\4",
        "uid=a\\zz",
        "uid=a\\C3",
        "uid=a<b",
        "uid=a\u0000",
        "u id=a",
        "uid.=é=x\u0000",
        "ü=a",
        "u_id=a",
        "1=a",
        "1..2=a",
        "01.2=a",
        "-a=b",
        "uid;x-foo=a",
      })
  void malformedNameIsNone(String text) {
    assertTrue(DistinguishedName.parse(text).isEmpty());
  }

  @Test
  void octetsThatAreNotUtf8AreNone() {
    assertTrue(DistinguishedName.parse(new byte[] {'u', '=', (byte) 0xc3}).isEmpty());
    assertTrue(DistinguishedName.parse(new byte[] {'u', '=', (byte) 0xc0, (byte) 0x80}).isEmpty());
  }

  @Test
  void emptyNameIsTheRoot() {
    assertEquals(List.of(), values(""));
    assertEquals(List.of(), values("  "));
  }

  @Test
  void nameIsWithinItsAncestorsAndItself() {
    DistinguishedName alice = parsed("uid=alice,ou=people,dc=example,dc=org");
    assertTrue(alice.isWithin(alice, SCHEMA));
    assertTrue(alice.isWithin(parsed("OU= People,  DC=EXAMPLE, domainComponent=org"), SCHEMA));
    assertTrue(alice.isWithin(parsed(""), SCHEMA));
    assertFalse(alice.isWithin(parsed("ou=people,dc=example,dc=net"), SCHEMA));
    assertFalse(parsed("dc=org").isWithin(alice, SCHEMA));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cn=a+sn=b | sn=B+2.5.4.3=A | true",
        "cn=a  b | CN=A B | true",
        "cn=M\u00fcller | cn=mu\u0308ller | true",
        "cn=a\\,b | cn=a\\2cb | true",
        "cn=#0C0161 | cn=A | true",
        "cn=a+sn=b | cn=a,sn=b | false",
        "cn=a\\+2.5.4.4=1:b | cn=a+sn=b | false",
        "labeledURI=A,dc=org | labeledURI=a,dc=org | false",
        "1.2.3=A | 1.2.3=a | false",
      })
  void namesMatchByTheSchemasRules(String one, String other, boolean match) {
    assertEquals(match, parsed(one).normal(SCHEMA).equals(parsed(other).normal(SCHEMA)));
  }

  @Test
  void firstRdnIsCutAtTheFirstUnescapedComma() {
    assertEquals("uid=a\\,b", DistinguishedName.firstRdn("uid=a\\,b,dc=org"));
    assertEquals("dc=org", DistinguishedName.firstRdn("dc=org"));
  }

  /** Any values, written in any of the ways there are, are read as what they were. */
  @Test
  void everyRdnSurvivesWritingAndReading() {
    Random random = new Random(3);
    for (int i = 0; i < 5000; i++) {
      List<Rdn> rdns = new ArrayList<>();
      StringBuilder text = new StringBuilder();
      for (int depth = random.nextInt(3); depth >= 0; depth--) {
        List<Ava> avas = new ArrayList<>();
        for (int parts = random.nextInt(2); parts >= 0; parts--) {
          Ava ava = new Ava("cn", Unicode.text(random, random.nextInt(8)));
          avas.add(ava);
          text.append("cn=").append(written(ava.value(), random)).append(parts > 0 ? "+" : "");
        }
        rdns.add(new Rdn(avas));
        text.append(depth > 0 ? "," : "");
      }
      DistinguishedName wanted = new DistinguishedName(rdns);
      assertEquals(Optional.of(wanted), DistinguishedName.parse(text.toString()), text::toString);
      assertEquals(Optional.of(wanted), DistinguishedName.parse(wanted.text(SCHEMA)));
      String leading = rdns.getFirst().avas().getFirst().value();
      assertEquals(leading, LeadingValue.of(text.toString()), text::toString);
    }
  }

  private static String written(String value, Random random) {
    byte[] octets = value.getBytes(StandardCharsets.UTF_8);
    return switch (random.nextInt(3)) {
      case 0 -> DistinguishedName.escape(value);
      case 1 -> {
        String hex = HexFormat.of().withPrefix("\\").formatHex(octets);
        yield random.nextBoolean() ? hex : hex.toUpperCase(java.util.Locale.ROOT);
      }
      default -> "#" + HexFormat.of().formatHex(new ASN1OctetString(octets).encode());
    };
  }

  /** What another implementation writes is read as what it meant. */
  @Test
  void anotherImplementationsNamesAreRead() throws Exception {
    Random random = new Random(5);
    for (int i = 0; i < 3000; i++) {
      String label = Unicode.text(random, 1 + random.nextInt(8));
      String uid = Unicode.text(random, 1 + random.nextInt(8));
      RDN two = new RDN(new String[] {"uid", "sn"}, new String[] {uid, label});
      DN dn = new DN(new RDN("cn", label), two, new RDN("dc", "org"));
      assertEquals(
          "cn<%s> uid<%s>sn<%s> dc<org>".formatted(label, uid, label),
          shown(parsed(dn.toString())),
          () -> Unicode.escaped(label) + " / " + Unicode.escaped(uid));
    }
  }

  /** Octets at random are a name or none, and nothing else happens. */
  @Test
  void anyOctetsAreReadOrRefused() {
    Random random = new Random(9);
    byte[] alphabet = "cn=+,\\#\" ;a0fF\u00fc\u0000".getBytes(StandardCharsets.UTF_8);
    int read = 0;
    for (int i = 0; i < 50_000; i++) {
      byte[] octets = new byte[random.nextInt(20)];
      for (int at = 0; at < octets.length; at++) {
        octets[at] =
            random.nextInt(20) == 0
                ? (byte) random.nextInt(256)
                : alphabet[random.nextInt(alphabet.length)];
      }
      Optional<DistinguishedName> dn = DistinguishedName.parse(octets);
      if (dn.isPresent()) {
        read++;
        assertEquals(dn.get().normal(SCHEMA), parsed(dn.get().text(SCHEMA)).normal(SCHEMA));
      }
    }
    assertTrue(read > 100, "only " + read);
  }

  private static DistinguishedName parsed(String text) {
    return DistinguishedName.parse(text).orElseThrow();
  }

  private static List<String> values(String text) {
    return parsed(text).rdns().stream().map(rdn -> rdn.avas().getFirst().value()).toList();
  }

  private String shown(DistinguishedName dn) {
    return dn.rdns().stream()
        .map(
            rdn ->
                rdn.avas().stream()
                    .map(ava -> ava.type() + "<" + ava.value() + ">")
                    .collect(Collectors.joining()))
        .collect(Collectors.joining(" "));
  }
}
