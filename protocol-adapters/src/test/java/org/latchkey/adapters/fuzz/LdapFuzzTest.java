// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.unboundid.asn1.ASN1StreamReader;
import com.unboundid.ldap.protocol.BindResponseProtocolOp;
import com.unboundid.ldap.protocol.ExtendedResponseProtocolOp;
import com.unboundid.ldap.protocol.GenericResponseProtocolOp;
import com.unboundid.ldap.protocol.LDAPMessage;
import com.unboundid.ldap.protocol.SearchResultEntryProtocolOp;
import com.unboundid.ldap.sdk.LDAPException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.latchkey.adapters.ldap.LdapProtocol;

final class LdapFuzzTest {
  private static final String START_TLS = "1.3.6.1.4.1.1466.20037";

  /** The root DSE, the schema, and bob as himself; nobody else's entry, ever. */
  private static final Set<String> SHOWN =
      Set.of("", "cn=schema", "uid=bob,ou=people,dc=example,dc=org");

  /** What bob knows to be there by his own name. */
  private static final Pattern KNOWN_TO_BOB =
      Pattern.compile("|((uid=bob,)?(ou=people,|(ou=[a-z]+,)?ou=services,))?dc=example,dc=org");

  private final Dialogue dialogue =
      new Dialogue(
          scene -> new LdapProtocol(scene.signIn(), scene.sessions(), "dc=example,dc=org"));

  @FuzzTest(maxDuration = "1m")
  void answersAreMessagesHoweverTheInputIsCut(byte[] input) throws Exception {
    Script script = Script.of(input);
    byte[] answers = dialogue.play(script);
    check(answers);
    if (script.isSameWhole()) {
      assertArrayEquals(dialogue.play(script.whole()), answers);
    }
  }

  private static void check(byte[] answers) throws IOException, LDAPException {
    ASN1StreamReader reader = new ASN1StreamReader(new ByteArrayInputStream(answers));
    LDAPMessage next = LDAPMessage.readFrom(reader, true);
    while (next != null && !beginsTls(next)) {
      switch (next.getProtocolOp()) {
        case SearchResultEntryProtocolOp entry -> {
          String dn = entry.getDN();
          assertTrue(SHOWN.contains(dn) || isView(dn), () -> "shown: " + dn);
        }
        case BindResponseProtocolOp bind -> echoesNothing(bind.getMatchedDN());
        case ExtendedResponseProtocolOp extended -> echoesNothing(extended.getMatchedDN());
        case GenericResponseProtocolOp other -> echoesNothing(other.getMatchedDN());
        default -> throw new AssertionError("no answer: " + next);
      }
      next = LDAPMessage.readFrom(reader, true);
    }
  }

  private static boolean beginsTls(LDAPMessage message) {
    return message.getProtocolOp() instanceof ExtendedResponseProtocolOp extended
        && START_TLS.equals(extended.getResponseOID());
  }

  private static boolean isView(String dn) {
    return dn.startsWith("uid=bob,ou=") && dn.endsWith(",ou=services,dc=example,dc=org");
  }

  private static void echoesNothing(@Nullable String matched) {
    String told = matched == null ? "" : matched;
    assertTrue(KNOWN_TO_BOB.matcher(told).matches(), () -> "matched: " + told);
  }
}
