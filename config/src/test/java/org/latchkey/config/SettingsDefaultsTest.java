// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every default, pinned: changing one is a decision and not a slip. */
class SettingsDefaultsTest {
  private final Settings defaults = Settings.defaults();

  @Test
  void directory() {
    assertEquals(new DirectorySettings("dc=example,dc=org", 64, 100_000), defaults.directory());
  }

  @Test
  void listenersUseHighPortsAndKeepAdminAndHealthOnThisMachine() {
    assertEquals(
        new ListenersSettings(
            new ListenerSettings(true, "*", 1143),
            new ListenerSettings(true, "*", 1993),
            new ListenerSettings(true, "*", 1587),
            new ListenerSettings(true, "*", 1465),
            new ListenerSettings(true, "*", 1110),
            new ListenerSettings(true, "*", 1995),
            new ListenerSettings(true, "*", 4190),
            new ListenerSettings(true, "*", 1443),
            new ListenerSettings(false, "*", 2443),
            new ListenerSettings(true, "*", 1389),
            new ListenerSettings(true, "*", 1636),
            new ListenerSettings(true, "127.0.0.1", 10389),
            new ListenerSettings(true, "127.0.0.1", 9090)),
        defaults.listeners());
  }

  @Test
  void outsideLooksLikeInside() {
    OptionalInt own = OptionalInt.empty();
    assertEquals(
        new PublicSettings(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            new PublicPorts(own, own, own, own, own, own, own, own, own, own, own)),
        defaults.publicly());
  }

  @Test
  void portal() {
    assertEquals(
        new PortalSettings(true, Duration.ofMinutes(15), Duration.ofHours(8)), defaults.portal());
  }

  @Test
  void tlsIsSelfSigned() {
    assertEquals(new TlsSettings(Optional.empty(), Optional.empty()), defaults.tls());
  }

  @Test
  void networkTrustsNobody() {
    assertEquals(
        new NetworkSettings(
            List.of(), List.of(), 50_000, 1_000, Duration.ofSeconds(60), 0, Duration.ofMinutes(31)),
        defaults.network());
  }

  @Test
  void nothingIsBehindTheDavPort() {
    assertEquals(new DavSettings(Optional.empty(), Optional.empty(), Map.of()), defaults.dav());
  }

  @Test
  void davRouteTrustsTheUserHeader() {
    URI url = URI.create("http://127.0.0.1:5232/");
    assertEquals(
        new DavRouteSettings(
            "/",
            url,
            Set.of(DavService.CARDDAV, DavService.CALDAV),
            DavSignIn.REMOTE_USER,
            "mail",
            "X-Remote-User",
            Optional.empty(),
            Duration.ofSeconds(5),
            Duration.ofSeconds(60),
            100,
            List.of()),
        DavRouteSettings.defaults(url));
  }

  @Test
  void passwords() {
    assertEquals(new AppPasswordSettings(25), defaults.appPasswords());
    assertEquals(new PrimaryPasswordSettings(19_456, 2, 1, 8), defaults.primaryPasswords());
  }

  @Test
  void signIn() {
    assertEquals(
        new SignInSettings(
            Duration.ofSeconds(1), Duration.ofSeconds(15), 20_000, 256, Duration.ofSeconds(60)),
        defaults.signIn());
  }

  @Test
  void nobodyIsToldByMail() {
    assertEquals(
        new NoticesSettings(
            Optional.empty(),
            25,
            UpstreamTls.STARTTLS,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty()),
        defaults.notices());
  }

  @Test
  void noUpstreamIsKnownAndClearTextMustBeAskedFor() {
    UpstreamSignInSettings signIn =
        new UpstreamSignInSettings(
            UpstreamSignIn.NONE,
            "uid",
            Optional.empty(),
            Optional.empty(),
            MasterForm.AUTHZID,
            Optional.empty());
    assertEquals(
        new UpstreamsSettings(
            upstream(143, signIn),
            upstream(110, signIn),
            upstream(4190, signIn),
            upstream(587, signIn)),
        defaults.upstreams());
  }

  private static UpstreamSettings upstream(int port, UpstreamSignInSettings signIn) {
    return new UpstreamSettings(
        Optional.empty(),
        port,
        UpstreamTls.STARTTLS,
        Optional.empty(),
        signIn,
        Announce.NONE,
        Duration.ofSeconds(5));
  }

  @Test
  void tokens() {
    assertEquals(new TokenSettings("latchkey", Duration.ofMinutes(2)), defaults.tokens());
  }

  @Test
  void auditIsInTheDataFolder() {
    assertEquals(
        new AuditSettings("audit.jsonl", "sign-ins.jsonl", Duration.ofDays(365), 1024, 320),
        defaults.audit());
    Path data = Path.of("/var/lib/latchkey");
    assertEquals(Optional.of(data.resolve("audit.jsonl")), defaults.audit().file(data));
    assertEquals(Optional.of(data.resolve("sign-ins.jsonl")), defaults.audit().signInsFile(data));
    AuditSettings others = new AuditSettings("/var/log/a.jsonl", "", Duration.ofDays(1), 4, 4);
    assertEquals(Optional.of(Path.of("/var/log/a.jsonl")), others.file(data));
    assertEquals(Optional.empty(), others.signInsFile(data));
  }

  @Test
  void logAndShutdown() {
    assertEquals(new LogSettings("info", Map.of()), defaults.log());
    assertEquals(new ShutdownSettings(Duration.ofSeconds(10)), defaults.shutdown());
  }
}
