// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The keys that upstreams check Latchkey's tokens by. */
@ExtendWith(SharedServer.class)
final class PublishedKeysTest {
  @Test
  void anybodyMayReadThePublicKeysAndNothingElseOfThem(TestServer server) throws Exception {
    URI uri = URI.create("https://127.0.0.1:" + server.ports().https() + "/.well-known/jwks.json");
    try (HttpClient client = HttpClient.newBuilder().sslContext(server.tls()).build()) {
      HttpResponse<String> answer =
          client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
      assertEquals(200, answer.statusCode());
      JWKSet published = JWKSet.parse(answer.body());
      assertEquals(1, published.getKeys().size());
      for (JWK each : published.getKeys()) {
        assertFalse(each.isPrivate());
        Path pem =
            server
                .server()
                .data()
                .folder()
                .resolve("token-keys/default/ES256")
                .resolve(each.getKeyID());
        assertEquals(
            JWK.parseFromPEMEncodedObjects(Files.readString(pem)).toECKey().toECPublicKey(),
            each.toECKey().toECPublicKey());
      }
    }
  }
}
