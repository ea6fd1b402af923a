// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.rules;

import org.apache.directory.api.ldap.model.exception.LdapOperationException;
import org.apache.directory.api.ldap.model.message.ResultCodeEnum;

/** A rule says no: the result code and the sentence that the client gets (RFC 4511 §4.1.9). */
public final class Refused extends LdapOperationException {
  private static final long serialVersionUID = 1L;

  public Refused(ResultCodeEnum code, String why) {
    super(code, why);
  }

  /** A value breaks a rule. */
  static Refused constraint(String why) {
    return new Refused(ResultCodeEnum.CONSTRAINT_VIOLATION, why);
  }

  /** The server doesn't do that. */
  static Refused unwilling(String why) {
    return new Refused(ResultCodeEnum.UNWILLING_TO_PERFORM, why);
  }
}
