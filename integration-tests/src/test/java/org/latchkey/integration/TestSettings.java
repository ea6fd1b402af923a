// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.latchkey.config.Cidr;
import org.latchkey.config.DirectorySettings;
import org.latchkey.config.ListenerSettings;
import org.latchkey.config.LogSettings;
import org.latchkey.config.NetworkSettings;
import org.latchkey.config.PrimaryPasswordSettings;
import org.latchkey.config.PublicSettings;
import org.latchkey.config.Settings;
import org.latchkey.config.ShutdownSettings;
import org.latchkey.config.SignInSettings;
import org.latchkey.config.TlsSettings;

/** Settings for a server under test: free ports of loopback, cheap hashes, short delays. */
public final class TestSettings {
  public static final String BASE = DirectorySettings.defaults().base();
  public static final String PEOPLE = "ou=people," + BASE;

  /** Where clients may sign in without TLS from; the rest of 127.0.0.0/8 may not. */
  public static final String CLEARTEXT = "127.0.0.0/16";

  /** A client's address outside {@link #CLEARTEXT}. */
  public static final String ELSEWHERE = "127.9.9.9";

  private TestSettings() {}

  public static Settings usual() {
    return with(Duration.ofMillis(50), TlsSettings.defaults());
  }

  /**
   * @param refusalDelay how long every refusal is held back: no source waits longer than another
   */
  public static Settings with(Duration refusalDelay, TlsSettings tls) {
    Settings defaults = Settings.defaults();
    SignInSettings signIn = defaults.signIn();
    return defaults.toBuilder()
        .directory(new DirectorySettings(BASE, 1, 10_000))
        .listeners(
            defaults
                .listeners()
                .withPorts(each -> new ListenerSettings(each.enabled(), "127.0.0.1", 0)))
        .publicly(locally())
        .tls(tls)
        .network(network(List.of(Cidr.parse(CLEARTEXT))))
        .primaryPasswords(new PrimaryPasswordSettings(64, 1, 1, 8))
        .signIn(
            new SignInSettings(
                refusalDelay,
                refusalDelay,
                signIn.maxHeldRefusals(),
                signIn.maxHeldRefusals(),
                signIn.lastUseInterval()))
        .log(new LogSettings("info", Map.of()))
        .shutdown(new ShutdownSettings(Duration.ofSeconds(5)))
        .build();
  }

  /** Browsers find the portal at a name: WebAuthn needs one. */
  private static PublicSettings locally() {
    PublicSettings defaults = PublicSettings.defaults();
    return new PublicSettings(
        Optional.of("localhost"),
        defaults.domain(),
        defaults.profileCertificate(),
        defaults.profileKey(),
        defaults.ports());
  }

  private static NetworkSettings network(List<Cidr> cleartextSignIn) {
    NetworkSettings defaults = NetworkSettings.defaults();
    return new NetworkSettings(
        cleartextSignIn,
        List.of(),
        defaults.maxConnections(),
        10_000,
        defaults.signInDeadline(),
        defaults.maxPendingKib(),
        defaults.idleTimeout());
  }
}
