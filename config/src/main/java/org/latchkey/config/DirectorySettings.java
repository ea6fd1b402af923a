// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.config;

import java.util.regex.Pattern;

/**
 * The embedded directory.
 *
 * @param base the DN that everything is kept under
 * @param mapSizeGib the most that the database file may grow to, in GiB, 1 to 65,536
 * @param cachedAccounts how many accounts are kept in memory, 1 to 50,000,000
 */
public record DirectorySettings(String base, int mapSizeGib, int cachedAccounts) {
  // Enough of RFC 4514 to catch a slip; the directory itself reads the DN.
  private static final String RDN =
      "[A-Za-z][A-Za-z0-9-]*=(?:[^,\\\\\\p{Cntrl}]|\\\\[^\\p{Cntrl}])+";
  private static final Pattern DN = Pattern.compile(RDN + "(?:," + RDN + ")*");

  private static final String DC = "dc=(?:[\\p{ASCII}&&[^+,\\\\]]|\\\\.)+";
  private static final String VALUE = "=(?:[^+,\\\\]|\\\\.)+";

  /** The first part is an entry that can be made, and the schema knows the rest. */
  private static final Pattern BASE =
      Pattern.compile(
          "(?i)(?:%s|ou?%s)(?:,(?:%s|(?:ou?|c|l|st|cn|uid)%s))*".formatted(DC, VALUE, DC, VALUE));

  /** What ApacheDS keeps about itself. */
  private static final Pattern TAKEN = Pattern.compile("(?i)ou=(system|schema|config)|cn=schema");

  public DirectorySettings {
    new Check()
        .that(DN.matcher(base).matches(), "must be a DN such as dc=example,dc=org", "base")
        .that(
            !DN.matcher(base).matches() || BASE.matcher(base).matches(),
            "must begin with dc=, o= or ou=, and go on with those, c=, l=, st=, cn= or uid=",
            "base")
        .that(!TAKEN.matcher(base).matches(), "is what the directory keeps about itself", "base")
        .range("map-size-gib", mapSizeGib, 1, 65_536)
        .range("cached-accounts", cachedAccounts, 1, 50_000_000)
        .done();
  }

  /** What holds where the settings file says nothing. */
  public static DirectorySettings defaults() {
    return new DirectorySettings("dc=example,dc=org", 64, 100_000);
  }
}
