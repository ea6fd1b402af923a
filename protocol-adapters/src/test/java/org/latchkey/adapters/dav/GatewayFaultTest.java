// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient.Version;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.latchkey.adapters.dav.gateway.Routes;
import org.latchkey.core.audit.AuditEvent;
import org.latchkey.core.upstream.UpstreamFailure;

/** Upstreams that fail: the client is told so, and never that its password is wrong. */
@Timeout(60)
final class GatewayFaultTest {
  /** For upstreams that never answer: those that do may take longer than this. */
  private static final String QUICK = "connect-timeout = '300 ms'\nanswer-timeout = '300 ms'\n";

  @TempDir private Path folder;
  private TestCertificate certificate;
  private TestUpstream upstream;

  @BeforeEach
  void start() throws Exception {
    certificate = TestCertificate.make(folder, "faults");
    upstream = new TestUpstream(Optional.empty());
  }

  @AfterEach
  void stop() {
    upstream.close();
  }

  private Rig rig(Routes routes) throws Exception {
    return new Rig(Rig.network(), Rig.tls(folder, certificate), routes);
  }

  private Browser browser(Rig rig, Version version) throws Exception {
    return new Browser(rig.address, version, TestCertificate.trusting(certificate));
  }

  private void assertUnavailable(Routes routes, Version version, UpstreamFailure reason)
      throws Exception {
    try (Rig rig = rig(routes);
        Browser browser = browser(rig, version)) {
      Rig.Made made = rig.makeForDav();
      for (int i = 0; i < 2; i++) {
        HttpResponse<String> answer = browser.send(made, "PUT", "/a", "x".repeat(100_000));
        assertEquals(503, answer.statusCode());
        assertTrue(answer.headers().firstValue("Retry-After").isPresent());
        AuditEvent.UpstreamFailed failed = rig.next(AuditEvent.UpstreamFailed.class);
        assertEquals(reason, failed.reason(), failed.detail());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void upstreamThatIsDown(Version version) throws Exception {
    Routes routes = upstream.route();
    upstream.close();
    assertUnavailable(routes, version, UpstreamFailure.UNREACHABLE);
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void upstreamThatNeverAnswers(Version version) throws Exception {
    upstream.handler = request -> {};
    assertUnavailable(upstream.route(QUICK), version, UpstreamFailure.TIMEOUT);
  }

  /** The kernel accepts, and nobody reads. */
  @ParameterizedTest
  @EnumSource(Version.class)
  void upstreamThatHangs(Version version) throws Exception {
    try (ServerSocket hung = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      String plain =
          "[dav.routes.a]\nurl = 'http://127.0.0.1:%d/'\n".formatted(hung.getLocalPort());
      assertUnavailable(TestUpstream.routes(plain + QUICK), version, UpstreamFailure.TIMEOUT);
      String tls = "[dav.routes.a]\nurl = 'https://127.0.0.1:%d/'\n".formatted(hung.getLocalPort());
      assertUnavailable(TestUpstream.routes(tls + QUICK), version, UpstreamFailure.TIMEOUT);
    }
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void upstreamThatClosesWithoutAnAnswer(Version version) throws Exception {
    upstream.handler = request -> request.connection().close();
    assertUnavailable(upstream.route(), version, UpstreamFailure.PROTOCOL);
  }

  @Test
  void upstreamWithAWrongCertificate() throws Exception {
    TestCertificate other = TestCertificate.make(folder, "other");
    Path files = Files.createDirectory(folder.resolve("upstream"));
    try (TestUpstream tls = new TestUpstream(Rig.tls(files, other))) {
      String url = "[dav.routes.a]\nurl = 'https://%s:" + tls.port() + "/'\n";
      assertUnavailable(
          TestUpstream.routes(url.formatted("127.0.0.1")), Version.HTTP_2, UpstreamFailure.TLS);
      String ca = "ca = '" + files.resolve("c.pem") + "'\n";
      // Of the right authority, and another's.
      assertUnavailable(
          TestUpstream.routes(url.formatted("localhost") + ca),
          Version.HTTP_2,
          UpstreamFailure.TLS);
      assertEquals(0, tls.requests.size());
      try (Rig rig = rig(TestUpstream.routes(url.formatted("127.0.0.1") + ca));
          Browser browser = browser(rig, Version.HTTP_2)) {
        assertEquals(200, browser.send(rig.makeForDav(), "GET", "/", "").statusCode());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void upstreamThatDiesInItsAnswerCutsTheClients(Version version) throws Exception {
    upstream.handler =
        request -> {
          request.response().setChunked(true).write("half");
          request.connection().close();
        };
    assertCut(upstream.route(), version, UpstreamFailure.PROTOCOL);
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void upstreamThatFallsSilentInItsAnswerCutsTheClients(Version version) throws Exception {
    upstream.handler = request -> request.response().setChunked(true).write("half");
    // The next request is answered, and within that time.
    assertCut(upstream.route("answer-timeout = '3 s'"), version, UpstreamFailure.TIMEOUT);
  }

  private void assertCut(Routes routes, Version version, UpstreamFailure reason) throws Exception {
    try (Rig rig = rig(routes);
        Browser browser = browser(rig, version)) {
      Rig.Made made = rig.makeForDav();
      assertThrows(IOException.class, () -> browser.send(made, "GET", "/a", ""));
      assertEquals(reason, rig.next(AuditEvent.UpstreamFailed.class).reason());
      upstream.handler = request -> request.response().end();
      assertEquals(200, browser.send(made, "GET", "/a", "").statusCode());
    }
  }
}
