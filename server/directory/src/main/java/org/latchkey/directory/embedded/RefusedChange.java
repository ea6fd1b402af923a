// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.embedded;

import org.apache.directory.api.ldap.model.exception.LdapException;
import org.apache.directory.api.ldap.model.exception.LdapOperationException;
import org.latchkey.core.directory.DirectoryRefusalException;
import org.latchkey.core.directory.DirectoryRefusalException.Kind;
import org.latchkey.core.directory.DirectoryUnavailableException;

/** What ApacheDS said no with. */
final class RefusedChange {
  private RefusedChange() {}

  /** The same in core's terms: a rule's no, or an outage. */
  static RuntimeException inCoresTerms(LdapException refusal) {
    String why = String.valueOf(refusal.getMessage());
    if (!(refusal instanceof LdapOperationException operation)) {
      return new DirectoryRefusalException(Kind.INVALID, inPlainWords(why));
    }
    return switch (operation.getResultCode()) {
      case NO_SUCH_OBJECT -> new DirectoryRefusalException(Kind.NOT_FOUND, why);
      case ENTRY_ALREADY_EXISTS -> new DirectoryRefusalException(Kind.ALREADY_EXISTS, why);
      case ADMIN_LIMIT_EXCEEDED -> new DirectoryRefusalException(Kind.LIMIT_REACHED, why);
      case OPERATIONS_ERROR, OTHER, UNAVAILABLE, BUSY ->
          new DirectoryUnavailableException(why, refusal);
      default -> new DirectoryRefusalException(Kind.INVALID, inPlainWords(why));
    };
  }

  /** ApacheDS's own words, which begin with a number, are for nobody who asked for a change. */
  private static String inPlainWords(String why) {
    return why.startsWith("ERR_") ? "the directory can't keep it" : why;
  }
}
