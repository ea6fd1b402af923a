// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.ldap;

/** A request that is answered with a result code and nothing else; the connection goes on. */
final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ResultCode code;

  RefusedException(ResultCode code) {
    super(code.text(), null, false, false);
    this.code = code;
  }

  ResultCode code() {
    return code;
  }
}
