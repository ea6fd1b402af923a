// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The server's certificate. Both parts or neither; neither means a self-signed one, kept in the
 * data folder.
 *
 * @param certificate a PEM file with the chain, the server's own certificate first
 * @param key a PEM file with the certificate's private key
 */
public record TlsSettings(Optional<Path> certificate, Optional<Path> key) {
  public TlsSettings {
    new Check()
        .that(
            certificate.isEmpty() || key.isPresent(),
            "needs \"key\" beside it",
            "certificate",
            "key")
        .that(
            key.isEmpty() || certificate.isPresent(),
            "needs \"certificate\" beside it",
            "key",
            "certificate")
        .done();
  }

  /** What holds where the settings file says nothing. */
  public static TlsSettings defaults() {
    return new TlsSettings(Optional.empty(), Optional.empty());
  }
}
