// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.page;

import java.util.List;

/**
 * A person's second factors as their page shows them.
 *
 * @param removable whether one of them may go: the last stays
 */
public record FactorsView(
    boolean totp, List<PasskeyRow> passkeys, boolean removable, String codesLeft) {
  public FactorsView {
    passkeys = List.copyOf(passkeys);
  }

  /**
   * One passkey.
   *
   * @param id its credential id
   */
  public record PasskeyRow(String id, String label, String made) {}
}
