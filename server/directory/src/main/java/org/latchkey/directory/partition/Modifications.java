// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.partition;

import org.apache.directory.api.ldap.model.entry.Attribute;
import org.apache.directory.api.ldap.model.entry.Entry;
import org.apache.directory.api.ldap.model.entry.Modification;
import org.apache.directory.api.ldap.model.entry.Value;
import org.apache.directory.api.ldap.model.exception.LdapException;
import org.apache.directory.api.ldap.model.exception.LdapNoSuchAttributeException;
import org.apache.directory.api.ldap.model.exception.LdapOperationErrorException;
import org.apache.directory.api.ldap.model.name.Ava;
import org.apache.directory.api.ldap.model.name.Rdn;
import org.apache.directory.api.ldap.model.schema.AttributeType;

/** What modify and modify DN make of an entry's attributes (RFC 4511 §4.6, §4.9, RFC 4525). */
final class Modifications {
  private Modifications() {}

  static Entry applied(Entry before, Iterable<Modification> modifications) throws LdapException {
    Entry after = before.clone();
    for (Modification modification : modifications) {
      Attribute change = modification.getAttribute();
      switch (modification.getOperation()) {
        case ADD_ATTRIBUTE -> after.add(change.clone());
        case REMOVE_ATTRIBUTE -> remove(after, change);
        case REPLACE_ATTRIBUTE -> {
          after.removeAttributes(change.getAttributeType());
          if (change.size() > 0) {
            after.put(change.clone());
          }
        }
        case INCREMENT_ATTRIBUTE -> increment(after, change);
        default -> throw new LdapOperationErrorException("unknown modification");
      }
    }
    return after;
  }

  private static void remove(Entry entry, Attribute change) throws LdapException {
    AttributeType type = change.getAttributeType();
    if (!entry.containsAttribute(type)) {
      throw new LdapNoSuchAttributeException("no attribute " + change.getUpId());
    }
    if (change.size() == 0) {
      entry.removeAttributes(type);
      return;
    }
    for (Value value : change) {
      if (!entry.remove(type, value)) {
        throw new LdapNoSuchAttributeException("no such value of " + change.getUpId());
      }
    }
  }

  private static void increment(Entry entry, Attribute change) throws LdapException {
    Attribute present = entry.get(change.getAttributeType());
    if (present == null || change.size() != 1) {
      throw new LdapNoSuchAttributeException("nothing to increment in " + change.getUpId());
    }
    try {
      long sum =
          Math.addExact(Long.parseLong(present.getString()), Long.parseLong(change.getString()));
      entry.put(change.getAttributeType(), Long.toString(sum));
    } catch (NumberFormatException | ArithmeticException e) {
      throw new LdapOperationErrorException(change.getUpId() + " is no number to increment", e);
    }
  }

  static Entry renamed(Entry before, Rdn oldRdn, Rdn newRdn, boolean deleteOldRdn)
      throws LdapException {
    Entry after = before.clone();
    if (deleteOldRdn) {
      for (Ava ava : oldRdn) {
        after.remove(ava.getAttributeType(), ava.getValue());
      }
    }
    for (Ava ava : newRdn) {
      AttributeType type = ava.getAttributeType();
      if (type.isSingleValued()) {
        after.removeAttributes(type);
      }
      if (!after.contains(type, ava.getValue())) {
        after.add(type, ava.getValue());
      }
    }
    return after;
  }
}
