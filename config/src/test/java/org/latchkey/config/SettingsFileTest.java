// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsFileTest {
  @TempDir private Path folder;

  private static Settings parse(String toml) throws InvalidSettingsException {
    return SettingsFile.parse(toml, "latchkey.toml");
  }

  @Test
  void everyKeyIsOptional() throws Exception {
    assertEquals(Settings.defaults(), parse(""));
  }

  @Test
  void everyTableReachesItsRecord() throws Exception {
    Settings settings =
        parse(
            """
            [directory]
            base = "o=Café\\\\, Bar,c=DE"
            map-size-gib = 1
            cached-accounts = 2
            [network]
            cleartext-sign-in = ["127.0.0.1"]
            proxy-protocol = ["10.0.0.0/8", "2001:db8::/32"]
            max-connections = 3
            max-connections-per-address = 4
            sign-in-deadline = "5 s"
            max-pending-kib = 60
            idle-timeout = "7 min"
            [app-passwords]
            max-active = 8
            [primary-passwords]
            argon2-memory-kib = 90
            argon2-iterations = 10
            argon2-parallelism = 11
            min-length = 12
            [sign-in]
            refusal-delay = "13 s"
            max-refusal-delay = "14 s"
            max-held-refusals = 15
            max-held-refusals-per-source = 16
            last-use-interval = "17 s"
            [shutdown]
            grace = "18 s"
            """);
    assertEquals(new DirectorySettings("o=Café\\, Bar,c=DE", 1, 2), settings.directory());
    assertEquals(
        new NetworkSettings(
            List.of(Cidr.parse("127.0.0.1/32")),
            List.of(Cidr.parse("10.0.0.0/8"), Cidr.parse("2001:db8::/32")),
            3,
            4,
            Duration.ofSeconds(5),
            60,
            Duration.ofMinutes(7)),
        settings.network());
    assertEquals(new AppPasswordSettings(8), settings.appPasswords());
    assertEquals(new PrimaryPasswordSettings(90, 10, 11, 12), settings.primaryPasswords());
    assertEquals(
        new SignInSettings(
            Duration.ofSeconds(13), Duration.ofSeconds(14), 15, 16, Duration.ofSeconds(17)),
        settings.signIn());
    assertEquals(new ShutdownSettings(Duration.ofSeconds(18)), settings.shutdown());
  }

  @Test
  void everyListenerReachesItsOwnComponent() throws Exception {
    ListenersSettings listeners =
        parse(
                """
                [listeners]
                imap.port = 1
                imaps.port = 2
                submission.port = 3
                submissions.port = 4
                https.port = 5
                ldap.port = 6
                ldaps.port = 7
                admin-ldap.port = 8
                health.port = 9
                """)
            .listeners();
    assertEquals(
        List.of(1, 2, 3, 4, 5, 6, 7, 8, 9),
        List.of(
            listeners.imap().port(),
            listeners.imaps().port(),
            listeners.submission().port(),
            listeners.submissions().port(),
            listeners.https().port(),
            listeners.ldap().port(),
            listeners.ldaps().port(),
            listeners.adminLdap().port(),
            listeners.health().port()));
    assertEquals("127.0.0.1", listeners.adminLdap().address());
  }

  @Test
  void inlineTablesAndSubTablesMeanTheSame() throws Exception {
    ListenerSettings wanted = new ListenerSettings(false, "::1", 636);
    String inline = "listeners.ldaps = { enabled = false, address = \"::1\", port = 636 }";
    String table = "[listeners.ldaps]\nenabled = false\naddress = \"::1\"\nport = 636";
    assertEquals(wanted, parse(inline).listeners().ldaps());
    assertEquals(wanted, parse(table).listeners().ldaps());
  }

  @Test
  void loggerNamesMayBeQuotedOrDotted() throws Exception {
    LogSettings wanted =
        new LogSettings("warn", Map.of("org.latchkey", "debug", "io.netty", "error"));
    assertEquals(
        wanted,
        parse(
                """
                [log]
                level = "warn"
                [log.loggers]
                "org.latchkey" = "debug"
                io.netty = "error"
                """)
            .log());
  }

  @Test
  void relativePathsStartAtTheFilesFolder() throws Exception {
    Path file = folder.resolve("latchkey.toml");
    Files.writeString(file, "[tls]\ncertificate = \"tls/chain.pem\"\nkey = \"/etc/key.pem\"\n");
    assertEquals(
        new TlsSettings(
            Optional.of(folder.resolve("tls/chain.pem")), Optional.of(Path.of("/etc/key.pem"))),
        SettingsFile.read(file).tls());
  }
}
