// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.onboarding;

import java.util.Arrays;
import org.latchkey.core.account.AccountId;

/** A profile that waits for its device; closing it wipes it. */
public final class OfferedProfile implements AutoCloseable {
  private final AccountId account;
  private final String label;
  private final byte[] octets;

  /**
   * @param account whose it is
   * @param label of the app password in it
   * @param octets taken over: the caller keeps no reference to them
   */
  public OfferedProfile(AccountId account, String label, byte[] octets) {
    this.account = account;
    this.label = label;
    this.octets = octets;
  }

  public AccountId account() {
    return account;
  }

  public String label() {
    return label;
  }

  /** The octets themselves, not a copy. */
  public byte[] octets() {
    return octets;
  }

  @Override
  public void close() {
    Arrays.fill(octets, (byte) 0);
  }
}
