// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.rules;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.directory.api.ldap.model.entry.Attribute;
import org.apache.directory.api.ldap.model.entry.Entry;
import org.apache.directory.api.ldap.model.entry.Value;
import org.apache.directory.api.ldap.model.exception.LdapException;
import org.latchkey.directory.schema.Oids;

/** Refuses secrets that a file holds in clear, as nobody reads them again once they are loaded. */
public final class LoadedSecrets {
  /** Hashes as other directories keep them (RFC 2307 §5.3 and what came after it). */
  private static final Pattern HASH =
      Pattern.compile(
          "\\{(ARGON2|CRYPT|S?MD5|S?SHA(256|384|512|-256|-384|-512)?|PBKDF2[A-Z0-9-]*"
              + "|BCRYPT|BLF-CRYPT|SHA(256|512)-CRYPT|MD5-CRYPT|PKCS5S2)}[!-~]{8,}",
          Pattern.CASE_INSENSITIVE);

  private LoadedSecrets() {}

  /** Checks an entry that is no app password. */
  public static void check(Entry entry) throws LdapException {
    Attribute passwords = entry.get(Oids.USER_PASSWORD);
    if (passwords != null) {
      for (Value each : passwords) {
        String stored = new String(each.getBytes(), StandardCharsets.ISO_8859_1);
        if (!HASH.matcher(stored).matches()) {
          throw Refused.constraint("its userPassword is no hash: passwords in clear aren't loaded");
        }
      }
    }
    refuse(entry, List.of(Oids.PRIVATE_KEY, Oids.PASSWORD_HISTORY));
  }

  /** Checks an app password, whose verifier is looked at elsewhere. */
  public static void checkAppPassword(Entry entry) throws LdapException {
    refuse(entry, List.of(Oids.PRIVATE_KEY, Oids.PASSWORD_HISTORY, Oids.UPSTREAM_SECRET));
  }

  private static void refuse(Entry entry, List<String> oids) throws LdapException {
    for (String oid : oids) {
      if (entry.get(oid) != null) {
        throw Refused.constraint(entry.get(oid).getUpId() + " has no place here");
      }
    }
  }
}
