// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.adminport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchResultEntry;
import java.util.Objects;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.latchkey.core.account.Service;
import org.latchkey.core.upstream.UpstreamAddress;
import org.latchkey.directory.AliceScene;

/** What an admin may say of an account's upstreams, and what can be seen of it. */
final class UpstreamAttributesTest extends AliceScene {

  UpstreamAttributesTest() {
    super(
        "latchkeyUpstream: imap mail2.example.org:1143",
        "latchkeyUpstream: smtp mail2.example.org",
        "latchkeyUpstreamSecret: s3cret");
  }

  private void replace(String attribute, String... values) throws LDAPException {
    admin.modify(ALICE, new Modification(ModificationType.REPLACE, attribute, values));
  }

  @Test
  void addressesAreTheAccounts() {
    assertEquals(
        new UpstreamAddress("mail2.example.org", OptionalInt.of(1143)),
        alice().upstreams().addresses().get(Service.IMAP));
    assertEquals(
        new UpstreamAddress("mail2.example.org", OptionalInt.empty()),
        alice().upstreams().addresses().get(Service.SMTP));
  }

  @Test
  void whatIsNoAddressIsRefused() {
    LDAPException refused =
        assertThrows(LDAPException.class, () -> replace("latchkeyUpstream", "mail2.example.org"));
    assertEquals(ResultCode.CONSTRAINT_VIOLATION, refused.getResultCode());
    assertTrue(String.valueOf(refused.getMessage()).contains("imap mail2.example.org:143"));
  }

  @Test
  void secretIsKeptSealedAndOpensForItsAccount() throws Exception {
    assertEquals("s3cret", fixture.upstreamSecret(alice()));
    replace("latchkeyUpstreamSecret", "another");
    assertEquals("another", fixture.upstreamSecret(alice()));
    assertFalse(
        alice().upstreams().secret().orElseThrow().stored().contains("another"), "in clear");
  }

  @Test
  void secretCanBeTakenAway() throws Exception {
    admin.modify(ALICE, new Modification(ModificationType.DELETE, "latchkeyUpstreamSecret"));
    assertTrue(alice().upstreams().secret().isEmpty());
  }

  @Test
  void secretIsShownToNobody() throws Exception {
    SearchResultEntry entry =
        Objects.requireNonNull(admin.getEntry(ALICE, "*", "+", "latchkeyUpstreamSecret"));
    assertFalse(entry.hasAttribute("latchkeyUpstreamSecret"));
    assertTrue(entry.hasAttribute("latchkeyUpstream"));
    LDAPException refused =
        assertThrows(
            LDAPException.class, () -> admin.compare(ALICE, "latchkeyUpstreamSecret", "s3cret"));
    assertEquals(ResultCode.INSUFFICIENT_ACCESS_RIGHTS, refused.getResultCode());
    assertFalse(alice().attributes().containsKey("latchkeyUpstreamSecret"));
  }

  @Test
  void secretOfBadFormIsRefused() {
    String sealed = alice().upstreams().secret().orElseThrow().stored();
    for (String bad : new String[] {"two\r\nlines", "x".repeat(1025), sealed}) {
      LDAPException refused =
          assertThrows(LDAPException.class, () -> replace("latchkeyUpstreamSecret", bad));
      assertEquals(ResultCode.CONSTRAINT_VIOLATION, refused.getResultCode());
    }
  }
}
