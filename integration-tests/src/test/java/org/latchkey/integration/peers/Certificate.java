// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration.peers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A self-signed certificate for {@code localhost} and 127.0.0.1, in PEM. */
public record Certificate(Path chain, Path key) {

  /** Makes one with OpenSSL. */
  static Certificate make(Path folder) throws IOException, InterruptedException {
    return make(folder, "DNS:localhost,IP:127.0.0.1");
  }

  /** Makes one for names of the caller's choice, as in {@code DNS:elsewhere.example}. */
  static Certificate make(Path folder, String names) throws IOException, InterruptedException {
    Certificate made = new Certificate(folder.resolve("cert.pem"), folder.resolve("key.pem"));
    Process openssl =
        new ProcessBuilder(
                ("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -days 2"
                        + " -subj /CN=localhost -addext subjectAltName="
                        + names
                        + " -out "
                        + made.chain
                        + " -keyout "
                        + made.key)
                    .split(" ", -1))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("openssl.log").toFile())
            .start();
    if (!openssl.waitFor(30, TimeUnit.SECONDS) || openssl.exitValue() != 0) {
      openssl.destroyForcibly();
      throw new IOException("openssl can't make a certificate, see its log in " + folder);
    }
    return made;
  }
}
