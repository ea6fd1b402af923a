// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.latchkey.config.TokenSettings;
import org.latchkey.core.token.TokenSigner;

/**
 * The key that tokens for upstreams are signed with, a private JWK (RFC 7517), and beside it what
 * upstreams may see: the JWK set, and the public key in PEM where Dovecot looks it up. To rotate,
 * put the key away: a new one is made at the next start, and the old public key stays.
 */
final class TokenKeyFile {
  private TokenKeyFile() {}

  /**
   * Reads the key; makes one where there is none.
   *
   * @param folder the data folder
   */
  static TokenSigner open(Path folder, TokenSettings settings) throws IOException, StartException {
    Path file = folder.resolve("token-key.jwk");
    if (!Files.exists(file)) {
      OwnFiles.write(file, TokenSigner.newKey() + "\n");
    }
    try {
      TokenSigner signer =
          new TokenSigner(Files.readString(file).strip(), settings, InstantSource.system());
      publish(folder, signer);
      return signer;
    } catch (IllegalArgumentException e) {
      throw new StartException(file + " holds no signing key: " + e.getMessage(), e);
    }
  }

  /** Dovecot's key for a token of this kind is {@code <azp or default>/<alg>/<kid>}. */
  private static void publish(Path folder, TokenSigner signer) throws IOException {
    OwnFiles.write(folder.resolve("jwks.json"), signer.jwkSet() + "\n");
    Path keys = folder.resolve("token-keys").resolve("default").resolve("ES256");
    OwnFiles.makeFolder(keys);
    OwnFiles.write(keys.resolve(signer.keyId()), signer.publicKeyPem());
  }
}
