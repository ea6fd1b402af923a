// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LdapFailureTest {
  @ParameterizedTest
  @CsvSource({
    "81, 3", "91, 3", "85, 3", "51, 3", "52, 3", "49, 1", "50, 1", "19, 1", "53, 1", "13, 1"
  })
  void onlyAServerThatCannotServeIsUnavailable(int resultCode, int exitCode) {
    assertEquals(
        exitCode,
        LdapFailure.of(new LDAPException(ResultCode.valueOf(resultCode), "why")).exitCode());
  }

  @Test
  void theReasonIsShownWithoutTheRequest() {
    assertEquals(
        "a label holds no control characters",
        LdapFailure.sentence(
            """
            CONSTRAINT_VIOLATION: failed for MessageType : ADD_REQUEST
            Message ID : 4
                Add Request :
            Entry
                dn: cn=x,uid=alice,ou=people,dc=example,dc=org
                cn: x
            : a label holds no control characters:
            org.latchkey.directory.rules.Refused: a label holds no control characters
            \tat org.latchkey.directory.rules.Refused.constraint(Refused.java:18)
            """));
    assertEquals(
        "Invalid value", LdapFailure.sentence("ERR_13246_INVALID_VALUE_PER_SYNTAX Invalid value"));
    assertEquals("full: revoke one first", LdapFailure.sentence("full: revoke one first"));
  }

  @Test
  void theInnermostReasonOfTheSdksIsShown() {
    assertEquals(
        "Connection refused",
        LdapFailure.sentence(
            "An error occurred:  IOException(LDAPException(resultCode=91 (connect error),"
                + " errorMessage='An error occurred: ConnectException(Connection refused),"
                + " ldapSDKVersion=7.0.5, revision=c'))"));
  }
}
