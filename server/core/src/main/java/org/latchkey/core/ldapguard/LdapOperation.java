// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.ldapguard;

import java.util.Optional;

/** What a client may ask for, by the tag of its protocolOp (RFC 4511 §4.2 to §4.12). */
public enum LdapOperation {
  BIND(0x60),
  UNBIND(0x42),
  SEARCH(0x63),
  MODIFY(0x66),
  ADD(0x68),
  DELETE(0x4a),
  MODIFY_DN(0x6c),
  COMPARE(0x6e),
  ABANDON(0x50),
  EXTENDED(0x77);

  private static final LdapOperation[] ALL = values();

  private final int tag;

  LdapOperation(int tag) {
    this.tag = tag;
  }

  /** The identifier octet, 0 to 255. */
  public int tag() {
    return tag;
  }

  /** The operation of this identifier octet; empty where it is no request. */
  public static Optional<LdapOperation> ofTag(int tag) {
    for (LdapOperation operation : ALL) {
      if (operation.tag == tag) {
        return Optional.of(operation);
      }
    }
    return Optional.empty();
  }
}
