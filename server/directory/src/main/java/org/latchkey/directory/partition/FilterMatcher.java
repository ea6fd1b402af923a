// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.partition;

import java.util.Iterator;
import java.util.regex.Pattern;
import org.apache.directory.api.ldap.model.entry.Attribute;
import org.apache.directory.api.ldap.model.entry.Entry;
import org.apache.directory.api.ldap.model.entry.Value;
import org.apache.directory.api.ldap.model.exception.LdapException;
import org.apache.directory.api.ldap.model.filter.AndNode;
import org.apache.directory.api.ldap.model.filter.ApproximateNode;
import org.apache.directory.api.ldap.model.filter.EqualityNode;
import org.apache.directory.api.ldap.model.filter.ExprNode;
import org.apache.directory.api.ldap.model.filter.GreaterEqNode;
import org.apache.directory.api.ldap.model.filter.LeafNode;
import org.apache.directory.api.ldap.model.filter.LessEqNode;
import org.apache.directory.api.ldap.model.filter.NotNode;
import org.apache.directory.api.ldap.model.filter.ObjectClassNode;
import org.apache.directory.api.ldap.model.filter.OrNode;
import org.apache.directory.api.ldap.model.filter.PresenceNode;
import org.apache.directory.api.ldap.model.filter.SimpleNode;
import org.apache.directory.api.ldap.model.filter.SubstringNode;
import org.apache.directory.api.ldap.model.schema.AttributeType;
import org.apache.directory.api.ldap.model.schema.Normalizer;
import org.apache.directory.api.ldap.model.schema.SchemaManager;
import org.apache.directory.api.ldap.model.schema.normalizers.NoOpNormalizer;
import org.apache.directory.api.ldap.model.schema.registries.AttributeTypeRegistry;
import org.jspecify.annotations.Nullable;

/** Tells whether an entry matches a filter (RFC 4511 §4.5.1.7). */
final class FilterMatcher {
  private final SchemaManager schema;

  FilterMatcher(SchemaManager schema) {
    this.schema = schema;
  }

  boolean matches(ExprNode filter, Entry entry) throws LdapException {
    return switch (filter) {
      case AndNode and -> {
        for (ExprNode each : and.getChildren()) {
          if (!matches(each, entry)) {
            yield false;
          }
        }
        yield true;
      }
      case OrNode or -> {
        for (ExprNode each : or.getChildren()) {
          if (matches(each, entry)) {
            yield true;
          }
        }
        yield false;
      }
      case NotNode not -> !matches(not.getFirstChild(), entry);
      case ObjectClassNode _ -> true;
      case LeafNode leaf -> matchesLeaf(leaf, entry);
      default -> false; // undefined
    };
  }

  /** An attribute's subtypes match for it (RFC 4512 §2.5.1). */
  private boolean matchesLeaf(LeafNode leaf, Entry entry) throws LdapException {
    AttributeType type = type(leaf);
    if (type == null) {
      return false;
    }
    if (matchesType(leaf, type, entry)) {
      return true;
    }
    AttributeTypeRegistry types = schema.getAttributeTypeRegistry();
    if (types.hasDescendants(type)) {
      for (Iterator<AttributeType> each = types.descendants(type); each.hasNext(); ) {
        if (matchesType(leaf, each.next(), entry)) {
          return true;
        }
      }
    }
    return false;
  }

  private @Nullable AttributeType type(LeafNode leaf) throws LdapException {
    if (leaf.getAttributeType() != null) {
      return leaf.getAttributeType();
    }
    String name = leaf.getAttribute();
    boolean known = name != null && schema.getAttributeTypeRegistry().contains(name);
    return known ? schema.lookupAttributeTypeRegistry(name) : null;
  }

  private static boolean matchesType(LeafNode leaf, AttributeType type, Entry entry)
      throws LdapException {
    Attribute attribute = entry.get(type);
    if (attribute == null) {
      return false;
    }
    return switch (leaf) {
      case PresenceNode _ -> true;
      case SubstringNode substring -> matchesSubstring(substring, type, attribute);
      case GreaterEqNode<?> least -> anyCompares(attribute, asserted(least, type), 1);
      case LessEqNode<?> most -> anyCompares(attribute, asserted(most, type), -1);
      case EqualityNode<?> equal -> attribute.contains(asserted(equal, type));
      case ApproximateNode<?> near -> attribute.contains(asserted(near, type));
      default -> false;
    };
  }

  private static boolean matchesSubstring(
      SubstringNode substring, AttributeType type, Attribute attribute) throws LdapException {
    Normalizer normalizer =
        type.getSubstring() == null
            ? new NoOpNormalizer(type.getOid())
            : type.getSubstring().getNormalizer();
    Pattern pattern = substring.getRegex(normalizer);
    for (Value value : attribute) {
      if (value.isHumanReadable() && pattern.matcher(value.getNormalized()).matches()) {
        return true;
      }
    }
    return false;
  }

  private static boolean anyCompares(Attribute attribute, Value asserted, int sign) {
    for (Value value : attribute) {
      int order = value.compareTo(asserted);
      if (order == 0 || Integer.signum(order) == sign) {
        return true;
      }
    }
    return false;
  }

  private static Value asserted(SimpleNode<?> node, AttributeType type) throws LdapException {
    Value value = node.getValue();
    if (value.getAttributeType() != null) {
      return value;
    }
    return value.isHumanReadable()
        ? new Value(type, value.getString())
        : new Value(type, value.getBytes());
  }
}
