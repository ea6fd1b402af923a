// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration.differential;

import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.RDN;
import com.unboundid.ldap.sdk.SearchResultEntry;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.TreeSet;
import org.latchkey.integration.differential.Answer.Found;

/** Writes DNs, attribute descriptions and values in one form, whatever way a server wrote them. */
final class Canonical {
  private static final Map<String, String> FIRST_NAMES =
      Map.ofEntries(
          Map.entry("commonname", "cn"),
          Map.entry("2.5.4.3", "cn"),
          Map.entry("surname", "sn"),
          Map.entry("2.5.4.4", "sn"),
          Map.entry("gn", "givenname"),
          Map.entry("2.5.4.42", "givenname"),
          Map.entry("userid", "uid"),
          Map.entry("0.9.2342.19200300.100.1.1", "uid"),
          Map.entry("rfc822mailbox", "mail"),
          Map.entry("0.9.2342.19200300.100.1.3", "mail"),
          Map.entry("organizationalunitname", "ou"),
          Map.entry("2.5.4.11", "ou"),
          Map.entry("organizationname", "o"),
          Map.entry("localityname", "l"),
          Map.entry("2.5.4.13", "description"),
          Map.entry("domaincomponent", "dc"),
          Map.entry("2.5.4.0", "objectclass"),
          Map.entry("2.5.4.41", "name"));

  private static final Set<String> DN_VALUED = Set.of("member", "seealso", "manager", "owner");

  private Canonical() {}

  static Found entry(SearchResultEntry entry) {
    Map<String, Set<String>> attributes = new TreeMap<>();
    for (Attribute attribute : entry.getAttributes()) {
      String type = description(attribute.getName());
      Set<String> values = attributes.computeIfAbsent(type, each -> new TreeSet<>());
      for (byte[] value : attribute.getValueByteArrays()) {
        String text = text(value);
        values.add(
            DN_VALUED.contains(type)
                ? dn(text)
                : type.equals("objectclass") ? text.toLowerCase(Locale.ROOT) : text);
      }
    }
    return new Found(dn(entry.getDN()), attributes);
  }

  static String description(String written) {
    String lower = written.toLowerCase(Locale.ROOT);
    int options = lower.indexOf(';');
    String type = options < 0 ? lower : lower.substring(0, options);
    return FIRST_NAMES.getOrDefault(type, type) + (options < 0 ? "" : lower.substring(options));
  }

  /**
   * The RDNs with their types by first name and their values in full; the text where it is no DN.
   */
  static String dn(String written) {
    try {
      StringJoiner rdns = new StringJoiner(",");
      for (RDN rdn : new DN(written).getRDNs()) {
        TreeSet<String> avas = new TreeSet<>();
        String[] names = rdn.getAttributeNames();
        byte[][] values = rdn.getByteArrayAttributeValues();
        for (int i = 0; i < names.length; i++) {
          avas.add(description(names[i]) + "=" + text(values[i]).replace(",", "\\,"));
        }
        rdns.add(String.join("+", avas));
      }
      return rdns.toString();
    } catch (LDAPException e) {
      return "no DN: " + written;
    }
  }

  private static String text(byte[] value) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString();
    } catch (CharacterCodingException e) {
      return "octets " + HexFormat.of().formatHex(value);
    }
  }
}
