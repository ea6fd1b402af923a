// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration.differential;

import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Makes up names, entries and changes to them: most are good, some break one rule or another. */
final class Entries {
  private static final List<String> TYPES =
      List.of(
          "cn",
          "sn",
          "commonName",
          "2.5.4.4",
          "description",
          "displayName",
          "employeeNumber",
          "title",
          "mail",
          "seeAlso",
          "telephoneNumber",
          "initials",
          "jpegPhoto");
  private static final List<String> ODD_TYPES =
      List.of(
          "cn;x-foo",
          "mail;x-foo",
          "description;binary",
          "foo",
          "1.2.3.4",
          "createTimestamp",
          "entryUUID",
          "objectClass",
          "name",
          "cn_x",
          "dc");

  private final RandomGenerator random;
  private final World world;
  private final Texts texts;

  Entries(RandomGenerator random, World world, Texts texts) {
    this.random = random;
    this.world = world;
    this.texts = texts;
  }

  /** An RDN in one of the ways to write it. */
  String rdn() {
    return rdn(texts.any());
  }

  private String rdn(String value) {
    String type =
        switch (random.nextInt(10)) {
          case 0 -> "CN";
          case 1 -> "commonName";
          case 2 -> "2.5.4.3";
          default -> "cn";
        };
    String rdn = type + "=" + texts.escaped(value);
    if (random.nextInt(12) == 0) {
      rdn += "+sn=" + texts.escaped(texts.any());
    }
    return random.nextInt(12) == 0 ? rdn.replaceFirst("=", " = ") : rdn;
  }

  String malformedDn() {
    String[] malformed = {
      "cn",
      "=x",
      "cn=a,,cn=b",
      "cn=a\\",
      "cn=a\\zz,dc=example,dc=org",
      "cn=\"a,dc=example,dc=org",
      "foo=x," + world.parent(random),
      "cn=a;x=b," + world.parent(random),
      "cn;x-foo=a," + world.parent(random),
      "cn=#zz," + world.parent(random),
      "cn=a," + world.parent(random) + ",",
      "c n=a," + world.parent(random),
      "1.2.3.4=a," + world.parent(random),
      "cn=a+cn=b," + world.parent(random),
      "cn=," + world.parent(random),
      ","
    };
    return malformed[random.nextInt(malformed.length)];
  }

  /** The name of an entry that may be deleted. */
  String victim() {
    List<String> added = world.added();
    return added.isEmpty() || random.nextInt(10) == 0
        ? rdn() + "," + world.parent(random)
        : added.get(random.nextInt(added.size()));
  }

  Operation add() {
    String label = texts.any();
    world.put(label);
    String rdn = rdn(label);
    String dn = random.nextInt(25) == 0 ? malformedDn() : rdn + "," + world.parent(random);
    List<Attribute> attributes = new ArrayList<>();
    attributes.add(
        new Attribute("objectClass", random.nextInt(20) == 0 ? "device" : "inetOrgPerson"));
    String sn = texts.any();
    world.put(sn);
    if (rdn.contains("sn=")) {
      attributes.add(new Attribute("cn", label));
    } else {
      attributes.add(new Attribute("cn", label));
      attributes.add(new Attribute("sn", sn));
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      attributes.add(attribute());
    }
    return new Operation.Add(dn, attributes);
  }

  private Attribute attribute() {
    String type =
        random.nextInt(8) == 0
            ? ODD_TYPES.get(random.nextInt(ODD_TYPES.size()))
            : TYPES.get(random.nextInt(TYPES.size()));
    int count = random.nextInt(5) == 0 ? 2 : 1;
    String[] values = new String[count];
    for (int i = 0; i < count; i++) {
      values[i] = value(type);
      world.put(values[i]);
    }
    return new Attribute(type, values);
  }

  private String value(String type) {
    if (random.nextInt(12) == 0) {
      return random.nextInt(3) == 0 ? "" : texts.any();
    }
    return switch (type) {
      case "mail", "mail;x-foo" -> "m" + random.nextInt(1000) + "@example.org";
      case "seeAlso" ->
          random.nextBoolean() ? world.dn(random) : rdn() + "," + world.parent(random);
      case "telephoneNumber" -> "+49 30 " + random.nextInt(1000);
      default -> random.nextInt(3) == 0 ? world.value(random, texts) : texts.any();
    };
  }

  Operation modify() {
    List<Modification> modifications = new ArrayList<>();
    for (int i = 1 + random.nextInt(2); i > 0; i--) {
      modifications.add(modification());
    }
    return new Operation.Modify(victim(), modifications);
  }

  private Modification modification() {
    Attribute attribute = attribute();
    ModificationType how =
        switch (random.nextInt(8)) {
          case 0, 1, 2 -> ModificationType.ADD;
          case 3, 4, 5 -> ModificationType.REPLACE;
          case 6 -> ModificationType.DELETE;
          default -> ModificationType.INCREMENT;
        };
    if (how.equals(ModificationType.INCREMENT) && random.nextBoolean()) {
      return new Modification(how, attribute.getName(), Integer.toString(random.nextInt(9) - 4));
    }
    return random.nextInt(5) == 0
        ? new Modification(how, attribute.getName())
        : Generator.modification(how, attribute);
  }

  Operation rename() {
    String dn = victim();
    String newRdn = random.nextInt(20) == 0 ? malformedDn() : rdn();
    if (random.nextInt(4) == 0) {
      newRdn = recased(dn);
    }
    String superior = random.nextInt(6) == 0 ? world.parent(random) : null;
    return new Operation.ModifyDn(dn, newRdn, random.nextBoolean(), superior);
  }

  /** The entry's own name in other letters. */
  private static String recased(String dn) {
    int end = dn.indexOf(',');
    String rdn = end < 0 ? dn : dn.substring(0, end);
    int value = rdn.indexOf('=') + 1;
    return rdn.endsWith("\\")
        ? rdn
        : rdn.substring(0, value) + rdn.substring(value).replace('i', 'I').replace('a', 'A');
  }
}
