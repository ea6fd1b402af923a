// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.password;

/** A new app password with its secret, to be shown once; closing it wipes the secret. */
public record GeneratedAppPassword(AppPasswordId id, Secret secret) implements AutoCloseable {
  @Override
  public void close() {
    secret.close();
  }
}
