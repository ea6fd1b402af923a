// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.net.OpenSSLEngineOptions;
import java.io.IOException;
import java.net.http.HttpClient.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class TlsTest {
  @Test
  void nativeTlsIsThere() {
    assertTrue(OpenSSLEngineOptions.isAvailable());
  }

  @ParameterizedTest
  @EnumSource(
      value = Version.class,
      names = {"HTTP_1_1", "HTTP_2"})
  void newCertificateIsServedAndOldConnectionsStay(Version version, @TempDir Path folder)
      throws Exception {
    TestCertificate old = TestCertificate.make(folder, "old");
    TestCertificate fresh = TestCertificate.make(folder, "fresh");
    DavServer.Tls files = Rig.tls(folder, old).orElseThrow();
    try (Rig rig = new Rig(Rig.network(), Rig.tls(folder, old));
        Browser before = new Browser(rig.address, version, TestCertificate.trusting(old))) {
      Rig.Made made = rig.makeForDav();
      assertEquals(207, before.propfind(made, "/").statusCode());
      fresh.write(files);
      rig.server().reloadTls();
      try (Browser after = new Browser(rig.address, version, TestCertificate.trusting(fresh));
          Browser late = new Browser(rig.address, version, TestCertificate.trusting(old))) {
        assertEquals(version, after.propfind(made, "/").version());
        assertEquals(207, before.propfind(made, "/").statusCode());
        assertThrows(SSLHandshakeException.class, () -> late.propfind(made, "/"));
      }
      Files.writeString(files.certificate(), "nonsense");
      assertThrows(IllegalStateException.class, () -> rig.server().reloadTls());
      try (Browser still = new Browser(rig.address, version, TestCertificate.trusting(fresh))) {
        assertEquals(207, still.propfind(made, "/").statusCode());
      }
    }
  }

  @Test
  void onlyPresentVersionsAreSpoken(@TempDir Path folder) throws Exception {
    TestCertificate certificate = TestCertificate.make(folder, "versions");
    SSLContext context = TestCertificate.trusting(certificate);
    try (Rig rig = new Rig(Rig.network(), Rig.tls(folder, certificate))) {
      for (String version : new String[] {"TLSv1.2", "TLSv1.3"}) {
        try (SSLSocket socket = connect(context, rig, version)) {
          socket.startHandshake();
          assertEquals(version, socket.getSession().getProtocol());
        }
      }
    }
  }

  private static SSLSocket connect(SSLContext context, Rig rig, String version) throws IOException {
    SSLSocket socket =
        (SSLSocket)
            context
                .getSocketFactory()
                .createSocket(rig.address.getAddress(), rig.address.getPort());
    socket.setEnabledProtocols(new String[] {version});
    return socket;
  }
}
