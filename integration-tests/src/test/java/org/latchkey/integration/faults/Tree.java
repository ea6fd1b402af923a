// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration.faults;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.latchkey.integration.TestSettings;
import org.latchkey.integration.faults.AccountState.Seen;

/** All accounts and app passwords as a walk over the tree finds them. */
final class Tree {
  private static final String[] SHOWN = {"uid", "mail", "cn", "entryUUID", "nbChildren"};

  private final LDAPConnection admin;
  private final Map<String, SearchResultEntry> byDn = new HashMap<>();

  private Tree(LDAPConnection admin) {
    this.admin = admin;
  }

  static Tree walk(LDAPConnection admin) throws LDAPException {
    Tree tree = new Tree(admin);
    tree.walk(TestSettings.PEOPLE);
    return tree;
  }

  private void walk(String dn) throws LDAPException {
    for (SearchResultEntry each :
        Objects.requireNonNull(
            admin.search(dn, SearchScope.ONE, "(objectClass=*)", SHOWN).getSearchEntries())) {
      byDn.put(normalised(each.getDN()), each);
      walk(each.getDN());
    }
  }

  /** The account with this mail address; empty when there is none. */
  Optional<Seen> find(String mail) {
    return byDn.values().stream()
        .filter(entry -> mail.equals(entry.getAttributeValue("mail")))
        .findFirst()
        .map(entry -> new Seen(text(entry, "uid"), mail, labels(entry)));
  }

  private List<String> labels(SearchResultEntry account) {
    return below(account).stream().map(entry -> text(entry, "cn")).sorted().toList();
  }

  private List<SearchResultEntry> below(SearchResultEntry account) {
    String ending = "," + normalised(account.getDN());
    return byDn.entrySet().stream()
        .filter(each -> each.getKey().endsWith(ending))
        .map(Map.Entry::getValue)
        .toList();
  }

  private static String normalised(String dn) {
    try {
      return DN.normalize(dn);
    } catch (LDAPException e) {
      throw new IllegalArgumentException("the server gave a DN that is none: " + dn, e);
    }
  }

  private static String text(SearchResultEntry entry, String attribute) {
    String value = entry.getAttributeValue(attribute);
    return value == null ? "" : value;
  }

  /** Where an index, the count of children or a search of all disagrees with the walk. */
  List<String> disagreements() throws LDAPException {
    List<String> found = new ArrayList<>();
    int all = search("(objectClass=*)").size() - 1; // without ou=people itself
    if (all != byDn.size()) {
      found.add("a subtree search finds " + all + " entries, a walk " + byDn.size());
    }
    for (SearchResultEntry entry : byDn.values()) {
      for (String attribute : List.of("uid", "mail", "cn", "entryUUID")) {
        String value = entry.getAttributeValue(attribute);
        if (value != null && !finds(attribute, value, entry)) {
          found.add(attribute + "=" + value + " doesn't find " + entry.getDN() + " alone");
        }
      }
      int children = below(entry).size();
      String counted = text(entry, "nbChildren");
      if (!counted.equals(Integer.toString(children))) {
        found.add(entry.getDN() + " counts " + counted + " children of " + children);
      }
    }
    return found;
  }

  private boolean finds(String attribute, String value, SearchResultEntry entry)
      throws LDAPException {
    List<SearchResultEntry> found =
        search(Filter.createEqualityFilter(attribute, value).toString());
    return found.size() == 1 && DN.equals(found.getFirst().getDN(), entry.getDN());
  }

  /** Whether an index still knows a name that nobody has. */
  boolean knows(String attribute, String value) throws LDAPException {
    return !search(Filter.createEqualityFilter(attribute, value).toString()).isEmpty();
  }

  private List<SearchResultEntry> search(String filter) throws LDAPException {
    return Objects.requireNonNull(
        admin.search(TestSettings.PEOPLE, SearchScope.SUB, filter, "1.1").getSearchEntries());
  }
}
