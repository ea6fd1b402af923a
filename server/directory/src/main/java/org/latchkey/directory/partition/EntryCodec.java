// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.partition;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.directory.api.ldap.model.constants.SchemaConstants;
import org.apache.directory.api.ldap.model.entry.Attribute;
import org.apache.directory.api.ldap.model.entry.DefaultAttribute;
import org.apache.directory.api.ldap.model.entry.DefaultEntry;
import org.apache.directory.api.ldap.model.entry.Entry;
import org.apache.directory.api.ldap.model.entry.Value;
import org.apache.directory.api.ldap.model.exception.LdapException;
import org.apache.directory.api.ldap.model.name.Dn;
import org.apache.directory.api.ldap.model.schema.AttributeType;
import org.apache.directory.api.ldap.model.schema.SchemaManager;
import org.latchkey.directory.partition.EntryTree.IndexedValue;
import org.latchkey.directory.partition.StoredEntry.Octets;
import org.latchkey.directory.partition.StoredEntry.StoredAttribute;

/** Turns ApacheDS entries into records and back, and tells what of them is indexed. */
final class EntryCodec {
  private final SchemaManager schema;
  private final AttributeType entryDn;
  private final Set<String> indexedOids;

  /**
   * @param indexedOids the attribute types that have an equality index
   */
  EntryCodec(SchemaManager schema, Set<String> indexedOids) throws LdapException {
    this.schema = schema;
    this.entryDn = schema.lookupAttributeTypeRegistry(SchemaConstants.ENTRY_DN_AT);
    this.indexedOids = Set.copyOf(indexedOids);
  }

  boolean isIndexed(AttributeType type) {
    return indexedOids.contains(type.getOid());
  }

  List<StoredAttribute> attributes(Entry entry) {
    List<StoredAttribute> attributes = new ArrayList<>(entry.size());
    for (Attribute attribute : entry) {
      if (!attribute.getAttributeType().equals(entryDn)) {
        attributes.add(stored(attribute));
      }
    }
    return attributes;
  }

  private static StoredAttribute stored(Attribute attribute) {
    List<Octets> values = new ArrayList<>(attribute.size());
    for (Value value : attribute) {
      values.add(new Octets(octets(value)));
    }
    return new StoredAttribute(
        attribute.getAttributeType().getOid(),
        attribute.getUpId(),
        attribute.isHumanReadable(),
        values);
  }

  private static byte[] octets(Value value) {
    if (!value.isHumanReadable()) {
      return value.getBytes();
    }
    String text = value.getString();
    return (text == null ? "" : text).getBytes(StandardCharsets.UTF_8);
  }

  /** The entry of a record, with its entryDN. */
  Entry entry(StoredEntry stored, Dn dn) throws LdapException {
    DefaultEntry entry = new DefaultEntry(schema, dn);
    for (StoredAttribute attribute : stored.attributes()) {
      AttributeType type = schema.lookupAttributeTypeRegistry(attribute.oid());
      Value[] values = new Value[attribute.values().size()];
      for (int i = 0; i < values.length; i++) {
        Octets octets = attribute.values().get(i);
        values[i] = attribute.text() ? text(type, octets.text()) : new Value(type, octets.raw());
      }
      entry.put(new DefaultAttribute(attribute.name(), type, values));
    }
    entry.put(entryDn, new Value(entryDn, dn.getName(), dn.getNormName()));
    return entry;
  }

  /**
   * What is stored can be read, and with it the entry be changed and deleted, even what no client
   * could have added: a name that a client gives itself may be any text. Where the string
   * preparation (RFC 4518) refuses it, it is compared as it is; the syntax knows no U+FFFD.
   */
  private static Value text(AttributeType type, String stored) throws LdapException {
    String text = stored.replace('\ufffd', '?');
    try {
      return new Value(type, text);
    } catch (IllegalArgumentException unprepared) {
      return new Value(type, text, text);
    }
  }

  /** What is indexed of an entry. */
  List<IndexedValue> indexed(Entry entry) {
    List<IndexedValue> indexed = new ArrayList<>();
    for (Attribute attribute : entry) {
      AttributeType type = attribute.getAttributeType();
      if (isIndexed(type)) {
        for (Value value : attribute) {
          indexed.add(new IndexedValue(type.getOid(), new Octets(normalised(value))));
        }
      }
      if (References.isMember(type.getOid())) {
        indexed.addAll(references(attribute));
      }
    }
    return indexed;
  }

  /** What is indexed of a group's members, by the names that they mean however they are spelt. */
  List<IndexedValue> references(Attribute members) {
    List<IndexedValue> references = new ArrayList<>(members.size());
    for (Value member : members) {
      References.dn(schema, member).ifPresent(dn -> references.add(reference(dn)));
    }
    return references;
  }

  /** The index's value for the groups that this name is a member of. */
  static IndexedValue reference(Dn dn) {
    return new IndexedValue(References.INDEX, Octets.of(dn.getNormName()));
  }

  /** A value as the index has it. */
  static byte[] normalised(Value value) {
    return value.isHumanReadable()
        ? value.getNormalized().getBytes(StandardCharsets.UTF_8)
        : value.getBytes();
  }
}
