// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.partition;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.apache.directory.api.ldap.model.filter.AndNode;
import org.apache.directory.api.ldap.model.filter.EqualityNode;
import org.apache.directory.api.ldap.model.filter.ExprNode;
import org.apache.directory.api.ldap.model.message.SearchScope;

/**
 * The entries that a search has to look at: those an equality index names, where the filter has an
 * indexed equality that must hold; otherwise all in scope.
 */
final class Candidates {
  private final EntryTree tree;
  private final EntryCodec codec;

  Candidates(EntryTree tree, EntryCodec codec) {
    this.tree = tree;
    this.codec = codec;
  }

  List<Long> of(long base, SearchScope scope, ExprNode filter) {
    if (scope == SearchScope.OBJECT) {
      return List.of(base);
    }
    return fewest(filter)
        .map(ids -> ids.stream().filter(id -> isInScope(id, base, scope)).toList())
        .orElseGet(() -> scope == SearchScope.ONELEVEL ? tree.children(base) : subtree(base));
  }

  private boolean isInScope(long id, long base, SearchScope scope) {
    return scope == SearchScope.ONELEVEL
        ? tree.require(id).parent() == base
        : tree.isWithin(id, base);
  }

  /** What the most selective index says; empty when none can answer. */
  private Optional<List<Long>> fewest(ExprNode filter) {
    if (filter instanceof EqualityNode<?> equality
        && equality.getAttributeType() != null
        && codec.isIndexed(equality.getAttributeType())) {
      String oid = equality.getAttributeType().getOid();
      return Optional.of(tree.indexed(oid, EntryCodec.normalised(equality.getValue())));
    }
    Optional<List<Long>> fewest = Optional.empty();
    if (filter instanceof AndNode and) {
      for (ExprNode each : and.getChildren()) {
        Optional<List<Long>> ids = fewest(each);
        if (ids.isPresent() && (fewest.isEmpty() || ids.get().size() < fewest.get().size())) {
          fewest = ids;
        }
      }
    }
    return fewest;
  }

  private List<Long> subtree(long base) {
    List<Long> all = new ArrayList<>();
    Deque<Long> open = new ArrayDeque<>();
    open.add(base);
    while (!open.isEmpty()) {
      long id = open.remove();
      all.add(id);
      if (tree.require(id).children() > 0) {
        open.addAll(tree.children(id));
      }
    }
    return all;
  }
}
