// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.adminport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Texts as ApacheDS 2.0.0.AM27 makes them. */
final class DiagnosticsTest {
  @Test
  void theRequestIsNotRepeated() {
    assertEquals(
        "a password has at least 8 characters",
        Diagnostics.reason(
            """
            CONSTRAINT_VIOLATION: failed for MessageType : MODIFY_REQUEST
            Message ID : 5
                Modify Request
                    Object : 'uid=alice,ou=people,dc=example,dc=org'
                    Modifications :\s
                        Modification[0]
                            Operation :  replace
                            Modification : userPassword: 0x73 0x68 0x6F 0x72 0x74\s
            : a password has at least 8 characters"""));
    assertEquals(
        "no such entry",
        Diagnostics.reason(
            "NO_SUCH_OBJECT: failed for MessageType : COMPARE_REQUEST\nMessage ID : 12\n"
                + "    Compare request\n        Entry : 'uid=z'\n        Attribute value : 'zorg."
                + "apache.directory.api.ldap.model.message.CompareRequestImpl@2ba4393e: "
                + "no such entry"));
  }

  @Test
  void aStackTraceIsNotShown() {
    assertEquals(
        "the directory's database failed",
        Diagnostics.reason(
            """
            OTHER: failed for MessageType : MODIFY_REQUEST
            Message ID : 21
                Modify Request
                    Object : 'uid=user8,ou=people,dc=example,dc=org'
            : the directory's database failed:
            org.apache.directory.api.ldap.model.exception.LdapOtherException: the directory's
            \tat org.lmdbjava.ResultCodeMapper.checkRc(ResultCodeMapper.java:104)
            """));
    assertEquals(
        "",
        Diagnostics.reason(
            "OTHER: failed for MessageType : DEL_REQUEST\nsome.RequestImpl@1a: null:\n"
                    .replace("null", "")
                + "java.lang.NullPointerException\n\tat some.Where(Here.java:1)\n"));
  }

  @Test
  void whatIsSaidOtherwiseIsKept() {
    assertEquals("", Diagnostics.reason(null));
    assertEquals("you may not do that here", Diagnostics.reason("you may not do that here"));
  }
}
