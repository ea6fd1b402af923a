// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.embedded;

import java.util.List;
import org.apache.directory.api.ldap.model.entry.DefaultAttribute;
import org.apache.directory.api.ldap.model.entry.DefaultModification;
import org.apache.directory.api.ldap.model.entry.Modification;
import org.apache.directory.api.ldap.model.entry.ModificationOperation;
import org.apache.directory.api.ldap.model.exception.LdapException;

/** Modifications that replace all the values of an attribute; none take it away. */
final class Replacement {
  private Replacement() {}

  static Modification by(String attribute, byte[] value) throws LdapException {
    return new DefaultModification(
        ModificationOperation.REPLACE_ATTRIBUTE, new DefaultAttribute(attribute, value));
  }

  static Modification by(String attribute, List<String> values) throws LdapException {
    return new DefaultModification(
        ModificationOperation.REPLACE_ATTRIBUTE,
        new DefaultAttribute(attribute, values.toArray(String[]::new)));
  }
}
