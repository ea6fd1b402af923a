// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.RDN;
import com.unboundid.ldap.sdk.ReadOnlyEntry;
import com.unboundid.ldap.sdk.RootDSE;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DirectoryTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "iPhone",
        "Thunderbird on laptop",
        "a,b+c=d;e<f>g\"h\\i#j",
        "#begins like hex",
        " both ends ",
        "cn=x,ou=people,dc=example,dc=org",
        "naïve ☃ 📱",
        "a/b*(c)",
        "a\u0000b\nc"
      })
  void aNameInADnIsOneValueWhateverItHolds(String name) throws LDAPException {
    Directory directory = new Directory(new LDAPConnection(), new DN("dc=example,dc=org"));
    DN account = directory.accountDn(name);
    DN read = new DN(Directory.appPasswordDn(account, name).toString());
    RDN[] names = read.getRDNs();
    assertEquals("cn", names[0].getAttributeNames()[0]);
    assertArrayEquals(new String[] {name}, names[0].getAttributeValues());
    assertEquals("uid", names[1].getAttributeNames()[0]);
    assertArrayEquals(new String[] {name}, names[1].getAttributeValues());
    assertEquals("ou=people,dc=example,dc=org", account.getParentString());
  }

  @Test
  void theBaseIsWhatIsNotTheDirectorysOwn() throws LDAPException, CommandException {
    assertEquals(
        "dc=example,dc=org", Connector.base(root("ou=system", "ou=schema", "dc=example,dc=org")));
    assertEquals("ou=staff,o=x", Connector.base(root("ou=staff,o=x", "OU=system")));
    assertThrows(CommandException.class, () -> Connector.base(root("ou=system", "ou=schema")));
    assertThrows(CommandException.class, () -> Connector.base(null));
  }

  private static RootDSE root(String... contexts) throws LDAPException {
    ReadOnlyEntry entry =
        new ReadOnlyEntry("", new com.unboundid.ldap.sdk.Attribute("namingContexts", contexts));
    return new RootDSE(entry);
  }
}
