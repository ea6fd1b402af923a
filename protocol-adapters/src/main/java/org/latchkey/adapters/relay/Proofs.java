// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.relay;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.latchkey.config.MasterForm;
import org.latchkey.config.UpstreamSignIn;
import org.latchkey.config.UpstreamSignInSettings;
import org.latchkey.core.account.Account;
import org.latchkey.core.password.SealedSecrets;
import org.latchkey.core.password.Secret;
import org.latchkey.core.token.TokenSigner;

/** Makes the proofs for one upstream. Safe for use by many threads. */
final class Proofs {
  private final UpstreamSignInSettings settings;
  private final SealedSecrets seals;
  private final TokenSigner tokens;
  private final byte[] masterPassword;

  /**
   * @throws IOException when the master user's password can't be read
   */
  Proofs(UpstreamSignInSettings settings, SealedSecrets seals, TokenSigner tokens)
      throws IOException {
    this.settings = settings;
    this.seals = seals;
    this.tokens = tokens;
    this.masterPassword =
        settings.how() == UpstreamSignIn.MASTER
            ? passwordIn(settings.masterPasswordFile().orElseThrow())
            : new byte[0];
  }

  private static byte[] passwordIn(Path file) throws IOException {
    byte[] all = Files.readAllBytes(file);
    int end = all.length;
    while (end > 0 && (all[end - 1] == '\n' || all[end - 1] == '\r')) {
      end--;
    }
    if (end == 0) {
      throw new IOException(file + " holds no password");
    }
    return Arrays.copyOf(all, end);
  }

  /**
   * The proof for an account.
   *
   * @param user the account's name at the upstream
   * @param audience the upstream, to whoever a token is for
   * @return empty when the account has no secret of its own where it needs one
   */
  Optional<UpstreamProof> of(Account account, String user, String audience) {
    return switch (settings.how()) {
      case MASTER -> Optional.of(master(user));
      case SECRET ->
          account
              .upstreams()
              .secret()
              .flatMap(stored -> seals.open(account.id(), stored))
              .map(secret -> plain("", user, secret));
      case OAUTHBEARER ->
          Optional.of(bearer("OAUTHBEARER", "n,a=" + saslName(user) + ",\1", user, audience));
      case XOAUTH2 -> Optional.of(bearer("XOAUTH2", "user=" + user + "\1", user, audience));
      case XCLIENT -> Optional.of(new UpstreamProof.Xclient());
      case NONE -> Optional.of(new UpstreamProof.None());
    };
  }

  private UpstreamProof master(String user) {
    String master = settings.masterUser().orElseThrow();
    Secret password = Secret.takeOver(masterPassword.clone());
    return settings.masterForm() == MasterForm.AUTHZID
        ? plain(user, master, password)
        : plain("", user + "*" + master, password);
  }

  /** RFC 4616 §2; closes the password. */
  private static UpstreamProof plain(String authzid, String authcid, Secret password) {
    try (password) {
      byte[] identities = (authzid + "\0" + authcid + "\0").getBytes(StandardCharsets.UTF_8);
      byte[] message = Arrays.copyOf(identities, identities.length + password.length());
      System.arraycopy(password.octets(), 0, message, identities.length, password.length());
      return sasl("PLAIN", message);
    }
  }

  /** RFC 7628 §3.1, and XOAUTH2, which begins otherwise. */
  private UpstreamProof bearer(String mechanism, String beginning, String user, String audience) {
    ByteArrayOutputStream message = new ByteArrayOutputStream(512);
    message.writeBytes(beginning.getBytes(StandardCharsets.UTF_8));
    message.writeBytes(
        ("auth=Bearer " + tokens.sign(user, audience) + "\1\1")
            .getBytes(StandardCharsets.US_ASCII));
    return sasl(mechanism, message.toByteArray());
  }

  private static UpstreamProof sasl(String mechanism, byte[] message) {
    try (Secret wiped = Secret.takeOver(message)) {
      byte[] base64 = Base64.getEncoder().encode(wiped.octets());
      return new UpstreamProof.Sasl(mechanism, Secret.takeOver(base64));
    }
  }

  /** RFC 5801 §4: a comma and an equals sign are spelt. */
  private static String saslName(String user) {
    return user.replace("=", "=3D").replace(",", "=2C");
  }
}
