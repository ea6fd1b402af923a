// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration.differential;

import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.controls.ServerSideSortRequestControl;
import com.unboundid.ldap.sdk.controls.SortKey;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Makes up operations from a seed: searches and compares, and changes where they are wanted. */
public final class Generator {
  private static final SearchScope[] SCOPES = {
    SearchScope.BASE, SearchScope.ONE, SearchScope.SUB, SearchScope.SUB
  };
  private static final List<List<String>> SELECTIONS =
      List.of(
          List.of(),
          List.of("*"),
          List.of("1.1"),
          List.of("cn"),
          List.of("commonName", "SN"),
          List.of("2.5.4.3"),
          List.of("name"),
          List.of("cn;lang-de"),
          List.of("cn;x-foo", "sn"),
          List.of("foo"),
          List.of("1.1", "cn"),
          List.of("objectClass", "description"),
          List.of("*", "description"),
          List.of("@person"),
          List.of("jpegPhoto;binary", "jpegPhoto"),
          List.of(""));

  private final RandomGenerator random;
  private final World world;
  private final Texts texts;
  private final Filters filters;
  private final Entries entries;
  private final boolean unpaged;

  public Generator(RandomGenerator random, World world) {
    this(random, world, false);
  }

  /**
   * @param unpaged whether no search asks for pages or an order
   */
  public Generator(RandomGenerator random, World world, boolean unpaged) {
    this.random = random;
    this.world = world;
    this.texts = new Texts(random);
    this.filters = new Filters(random, world, texts);
    this.entries = new Entries(random, world, texts);
    this.unpaged = unpaged;
  }

  /** A search or a compare. */
  public Operation question() {
    return random.nextInt(6) == 0 ? compare() : search();
  }

  /** Anything. */
  public Operation next() {
    return switch (random.nextInt(10)) {
      case 0, 1 -> entries.add();
      case 2 -> entries.modify();
      case 3 -> random.nextBoolean() ? entries.rename() : entries.modify();
      case 4 -> random.nextInt(3) == 0 ? new Operation.Delete(entries.victim()) : entries.modify();
      default -> question();
    };
  }

  private Operation search() {
    int pageSize = !unpaged && random.nextInt(5) == 0 ? 1 + random.nextInt(9) : 0;
    List<Control> controls = new ArrayList<>();
    if (!unpaged && pageSize == 0 && random.nextInt(8) == 0) {
      controls.add(sort());
    }
    return new Operation.Search(
        base(),
        SCOPES[random.nextInt(SCOPES.length)],
        filters.any(),
        SELECTIONS.get(random.nextInt(SELECTIONS.size())),
        random.nextInt(6) == 0,
        pageSize == 0 && random.nextInt(10) == 0 ? 1 + random.nextInt(3) : 0,
        pageSize,
        controls);
  }

  private Control sort() {
    String[] types = {"cn", "sn", "employeeNumber", "surname", "mail", "description"};
    return new ServerSideSortRequestControl(
        random.nextBoolean(),
        new SortKey(types[random.nextInt(types.length)], random.nextBoolean()));
  }

  private String base() {
    return switch (random.nextInt(12)) {
      case 0 -> "cn=nobody," + world.dn(random);
      case 1 -> entries.malformedDn();
      case 2 -> entries.rdn() + "," + world.parent(random);
      default -> world.dn(random);
    };
  }

  private Operation compare() {
    String value = world.value(random, texts);
    return new Operation.Compare(
        random.nextInt(10) == 0 ? base() : world.dn(random),
        filters.type(),
        random.nextBoolean() ? texts.variant(value) : value);
  }

  /** Changes of one attribute, as a modification has them. */
  static Modification modification(ModificationType how, Attribute attribute) {
    return new Modification(how, attribute.getName(), attribute.getRawValues());
  }
}
