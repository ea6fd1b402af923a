// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.embedded;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.directory.api.ldap.model.entry.DefaultEntry;
import org.apache.directory.api.ldap.model.entry.Entry;
import org.apache.directory.api.ldap.model.entry.Modification;
import org.apache.directory.api.ldap.model.exception.LdapException;
import org.apache.directory.api.ldap.model.name.Dn;
import org.apache.directory.api.ldap.model.name.Rdn;
import org.apache.directory.api.ldap.model.schema.SchemaManager;
import org.latchkey.config.Cidr;
import org.latchkey.core.account.Service;
import org.latchkey.core.directory.DirectoryRefusalException;
import org.latchkey.core.directory.DirectoryRefusalException.Kind;
import org.latchkey.core.password.AppPasswordDraft;
import org.latchkey.core.password.AppPasswordRules;
import org.latchkey.core.password.LabelProblem;
import org.latchkey.core.password.Tag;
import org.latchkey.directory.schema.GeneralizedTimes;
import org.latchkey.directory.schema.Names;

/** What somebody wants an app password to be, as the entry that keeps it. */
record DraftEntry(SchemaManager schema, AppPasswordDraft draft) {

  /** A new entry of this DN. */
  Entry entry(Dn dn, Tag tag) throws LdapException {
    Entry entry = new DefaultEntry(schema, dn);
    entry.put("objectClass", "top", Names.APP_PASSWORD);
    entry.put("cn", draft.label());
    entry.put("userPassword", tag.stored().getBytes(StandardCharsets.US_ASCII));
    for (Modification each : limits()) {
      if (each.getAttribute().size() > 0) {
        entry.put(each.getAttribute());
      }
    }
    return entry;
  }

  /**
   * Its label as the directory compares it (RFC 4518): there are no emoji in that.
   *
   * @throws DirectoryRefusalException when it is none that can be kept
   */
  Rdn rdn() {
    Optional<LabelProblem> problem = AppPasswordRules.labelProblem(draft.label());
    if (problem.isPresent()) {
      throw new DirectoryRefusalException(Kind.INVALID, problem.get().text());
    }
    try {
      return new Rdn(schema, "cn=" + escaped(draft.label()));
    } catch (LdapException e) {
      throw new DirectoryRefusalException(
          Kind.LABEL_NOT_KEPT, "the directory can't keep all characters of the label");
    }
  }

  /**
   * A value in a DN (RFC 4514 §2.4). The parser drops a space before a letter beyond ASCII, unless
   * that is escaped too; a space is, where an odd number of backslashes stands before it.
   */
  private static String escaped(String value) {
    return Rdn.escapeValue(value)
        .replaceAll("(?<=(?<!\\\\)(?:\\\\{2}){0,64}) (?=\\\\[0-9A-F]{2}|[^\\p{ASCII}])", "\\\\20");
  }

  /** Everything of it but its label, as the attributes that hold it. */
  List<Modification> limits() throws LdapException {
    return List.of(
        Replacement.by(Names.SERVICE, draft.services().stream().map(Service::id).toList()),
        Replacement.by(
            Names.EXPIRES, draft.expires().map(GeneralizedTimes::format).stream().toList()),
        Replacement.by(Names.NETWORK, draft.networks().stream().map(Cidr::toString).toList()),
        Replacement.by(
            Names.IDLE_LIMIT,
            draft.idleLimit().map(limit -> Long.toString(limit.toSeconds())).stream().toList()));
  }
}
