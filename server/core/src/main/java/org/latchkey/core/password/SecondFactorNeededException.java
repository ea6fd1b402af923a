// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.password;

/** What was asked for needs a second factor of the account's, given in the last minutes. */
public final class SecondFactorNeededException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public SecondFactorNeededException() {
    super("a fresh second factor is needed");
  }
}
