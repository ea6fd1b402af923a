// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration.differential;

import com.unboundid.ldap.sdk.Filter;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Makes up filters of every kind (RFC 4511 §4.5.1.7, RFC 4526). */
final class Filters {
  private static final List<String> TYPES =
      List.of(
          "cn",
          "cn",
          "CN",
          "commonName",
          "2.5.4.3",
          "sn",
          "surname",
          "name",
          "description",
          "mail",
          "displayName",
          "employeeNumber",
          "objectClass",
          "member",
          "seeAlso",
          "telephoneNumber",
          "uid",
          "latchkeyIdleLimit",
          "latchkeyExpires",
          "latchkeyDisabled",
          "latchkeyService",
          "cn;lang-de",
          "cn;x-foo",
          "description;binary",
          "foo",
          "1.2.3.4.5",
          "2.5.4.3;lang-en");
  private static final List<String> RULES =
      List.of(
          "caseExactMatch",
          "caseIgnoreMatch",
          "2.5.13.2",
          "2.5.13.5",
          "noSuchMatch",
          "1.2.3",
          "integerMatch",
          "distinguishedNameMatch",
          "caseIgnoreIA5Match",
          "objectIdentifierMatch");
  private static final int DEEPEST = 4;

  private final RandomGenerator random;
  private final World world;
  private final Texts texts;

  Filters(RandomGenerator random, World world, Texts texts) {
    this.random = random;
    this.world = world;
    this.texts = texts;
  }

  /** An attribute description: known, unknown, with options. */
  String type() {
    return TYPES.get(random.nextInt(TYPES.size()));
  }

  Filter any() {
    return random.nextInt(5) == 0 ? Filter.createPresenceFilter("objectClass") : filter(0);
  }

  private Filter filter(int depth) {
    int kind = random.nextInt(depth >= DEEPEST ? 7 : 12);
    return switch (kind) {
      case 0 -> Filter.createPresenceFilter(type());
      case 1, 2 -> Filter.createEqualityFilter(type(), value());
      case 3 -> Filter.createGreaterOrEqualFilter(ordered(), value());
      case 4 -> Filter.createLessOrEqualFilter(ordered(), value());
      case 5 -> substring();
      case 6 -> extensible();
      case 7 -> Filter.createNOTFilter(filter(depth + 1));
      case 8, 9 -> Filter.createANDFilter(some(depth));
      case 10 -> Filter.createORFilter(some(depth));
      default -> Filter.createEqualityFilter("objectClass", objectClass());
    };
  }

  private List<Filter> some(int depth) {
    List<Filter> some = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      some.add(filter(depth + 1));
    }
    return some;
  }

  private String ordered() {
    String[] types = {"latchkeyIdleLimit", "latchkeyExpires", "cn", "foo", "createTimestamp"};
    return types[random.nextInt(types.length)];
  }

  private String objectClass() {
    String[] classes = {"person", "inetOrgPerson", "top", "2.5.6.6", "nothing", "PERSON", "device"};
    return classes[random.nextInt(classes.length)];
  }

  private String value() {
    return switch (random.nextInt(14)) {
      case 0 -> Integer.toString(random.nextInt(5000) - 100);
      case 1 -> world.dn(random);
      case 2 -> "2026010" + (1 + random.nextInt(9)) + "000000Z";
      case 3 -> random.nextBoolean() ? "TRUE" : "false";
      case 4 -> "";
      case 5, 6, 7 -> texts.variant(world.value(random, texts));
      default -> world.value(random, texts);
    };
  }

  private Filter substring() {
    String value = world.value(random, texts);
    int[] points = value.codePoints().toArray();
    int cut = random.nextInt(points.length + 1);
    String head = new String(points, 0, cut);
    String tail = new String(points, cut, points.length - cut);
    @Nullable String first = head.isEmpty() || random.nextInt(4) == 0 ? null : head;
    @Nullable String last = tail.isEmpty() || random.nextInt(4) == 0 ? null : tail;
    String[] middle =
        (first == null && last == null) || random.nextInt(5) == 0
            ? new String[] {random.nextBoolean() ? texts.variant(value) : value}
            : new String[0];
    if (middle.length == 1 && middle[0].isEmpty()) {
      middle = new String[] {"a"};
    }
    return Filter.createSubstringFilter(type(), first, middle, last);
  }

  private Filter extensible() {
    boolean typed = random.nextInt(3) != 0;
    @Nullable String rule =
        typed && random.nextInt(3) == 0 ? null : RULES.get(random.nextInt(RULES.size()));
    return Filter.createExtensibleMatchFilter(
        typed ? type() : null, rule, random.nextInt(3) == 0, value());
  }
}
