// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.ldap.schema;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A distinguished name (RFC 4514), the entry's own RDN first, its escapes resolved. What two names
 * have in common is told by the schema.
 */
public record DistinguishedName(List<Rdn> rdns) {
  private static final String ESCAPED = "\"+,;<>\\";

  public DistinguishedName {
    rdns = List.copyOf(rdns);
  }

  /** One RDN: one attribute or several. */
  public record Rdn(List<Ava> avas) {
    public Rdn {
      avas = List.copyOf(avas);
    }

    /** The value, where its one attribute is of this type. */
    public Optional<String> value(AttributeType type, LdapSchema schema) {
      return avas.size() == 1
          ? schema
              .attributeType(avas.getFirst().type())
              .filter(type::equals)
              .map(_ -> avas.getFirst().value())
          : Optional.empty();
    }

    /** A text that is the same for every RDN that matches (RFC 4517 §4.2.15). */
    String normal(LdapSchema schema) {
      return avas.stream().map(ava -> ava.normal(schema)).sorted().collect(Collectors.joining("+"));
    }
  }

  /**
   * An attribute type and one value of it.
   *
   * @param type as it is spelt: a name or an OID
   */
  public record Ava(String type, String value) {
    private String normal(LdapSchema schema) {
      Optional<AttributeType> known = schema.attributeType(type);
      String normal =
          known
              .flatMap(AttributeType::equality)
              .flatMap(rule -> rule.normal(value, schema))
              .orElse(value);
      String oid = known.map(AttributeType::oid).orElseGet(() -> LdapSchema.lower(type));
      return oid + "=" + normal.length() + ":" + normal;
    }

    private String text(LdapSchema schema) {
      String name = schema.attributeType(type).map(AttributeType::name).orElse(type);
      return name + "=" + escape(value);
    }
  }

  /** The DN in this text; empty when it is malformed. */
  public static Optional<DistinguishedName> parse(String text) {
    return parse(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The DN in these octets of UTF-8; empty when they are malformed. */
  public static Optional<DistinguishedName> parse(byte[] octets) {
    return new DistinguishedNameParser(octets).parse().map(DistinguishedName::new);
  }

  /** How many RDNs it has. */
  public int size() {
    return rdns.size();
  }

  /** A text that is the same for every DN that matches. */
  public String normal(LdapSchema schema) {
    return String.join(",", normalRdns(schema));
  }

  /** How many RDNs the two have in common, counted from the root. */
  public int common(DistinguishedName other, LdapSchema schema) {
    List<String> mine = normalRdns(schema).reversed();
    List<String> others = other.normalRdns(schema).reversed();
    int common = 0;
    while (common < Math.min(mine.size(), others.size())
        && mine.get(common).equals(others.get(common))) {
      common++;
    }
    return common;
  }

  /** Whether it is the other or below it. */
  public boolean isWithin(DistinguishedName other, LdapSchema schema) {
    return size() >= other.size() && common(other, schema) == other.size();
  }

  /** Its ancestor of so many RDNs. */
  public DistinguishedName ancestor(int size) {
    return new DistinguishedName(rdns.subList(rdns.size() - size, rdns.size()));
  }

  private List<String> normalRdns(LdapSchema schema) {
    List<String> normal = new ArrayList<>(rdns.size());
    rdns.forEach(rdn -> normal.add(rdn.normal(schema)));
    return normal;
  }

  /** Its text (RFC 4514 §2), every attribute type by the name that the schema shows it by. */
  public String text(LdapSchema schema) {
    return rdns.stream()
        .map(
            rdn ->
                rdn.avas().stream().map(ava -> ava.text(schema)).collect(Collectors.joining("+")))
        .collect(Collectors.joining(","));
  }

  /** A value as it stands in a DN (RFC 4514 §2.4). */
  static String escape(String value) {
    StringBuilder escaped = new StringBuilder(value.length() + 8);
    for (int i = 0; i < value.length(); i++) {
      char each = value.charAt(i);
      boolean outermost = i == 0 || i == value.length() - 1;
      if (each == 0) {
        escaped.append("\\00");
        continue;
      }
      if (ESCAPED.indexOf(each) >= 0 || (each == ' ' && outermost) || (each == '#' && i == 0)) {
        escaped.append('\\');
      }
      escaped.append(each);
    }
    return escaped.toString();
  }

  /** The text of a well-formed DN's first RDN, as it is written. */
  public static String firstRdn(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '\\') {
        i++;
      } else if (text.charAt(i) == ',') {
        return text.substring(0, i);
      }
    }
    return text;
  }
}
