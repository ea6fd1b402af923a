// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SelfSignedTest {
  private static final String OLD = "old.example.org";
  private static final String NEW = "new.example.org";

  /** An operator's own, which vouches for itself and for localhost too. */
  private static final String ANOTHERS =
      """
      -----BEGIN CERTIFICATE-----
      MIIBwTCCAWegAwIBAgIUSqwqb1hfPFGCWlduBElp9GTA2XwwCgYIKoZIzj0EAwIw
      HzEdMBsGA1UEAwwUb3BlcmF0b3IuZXhhbXBsZS5vcmcwIBcNMjYxMjAxMDU0MTM3
      WhgPMjEyNjExMDcwNTQxMzdaMB8xHTAbBgNVBAMMFG9wZXJhdG9yLmV4YW1wbGUu
      b3JnMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEOOaIiHkl6MLSZRzHDZOidNUm
      +KSObjfUZs1ER7Y/1RExEtVs0+4kUWlneBYrEd7cb7fEcfvC6BMAXcYZynR6pKN/
      MH0wHQYDVR0OBBYEFAnNCNUlxGBkF7Q4ij1m9U3iARVaMB8GA1UdIwQYMBaAFAnN
      CNUlxGBkF7Q4ij1m9U3iARVaMA8GA1UdEwEB/wQFMAMBAf8wKgYDVR0RBCMwIYIU
      b3BlcmF0b3IuZXhhbXBsZS5vcmeCCWxvY2FsaG9zdDAKBggqhkjOPQQDAgNIADBF
      AiEA0R/eiQfEYac1Xwpf7fxdSW4USiTI9jZdlVFYLf91np0CIAxldxsQ3CYHh3zh
      JI1BEQn6gjs2PaYvIUEe7AC5Z99n
      -----END CERTIFICATE-----
      """;

  @TempDir Path folder;

  private final SecureRandom random = new SecureRandom();
  private Path certificate;
  private Path key;

  @BeforeEach
  void make() throws Exception {
    certificate = folder.resolve("certificate.pem");
    key = folder.resolve("key.pem");
    SelfSigned.make(OLD, certificate, key, random);
  }

  private List<Object> names() throws Exception {
    X509Certificate made = CertificateFiles.chain(certificate).getFirst();
    return Objects.requireNonNull(made.getSubjectAlternativeNames()).stream()
        .<Object>map(name -> name.get(1))
        .toList();
  }

  @Test
  void isForTheHostAndForLoopback() throws Exception {
    assertEquals(List.of(OLD, "localhost", "127.0.0.1", "0:0:0:0:0:0:0:1"), names());
    CertificateFiles.demandPair(certificate, key);
  }

  @Test
  void isMadeAnewForAnotherHostUnderTheSameKey() throws Exception {
    String secret = Files.readString(key);
    SelfSigned.rename(NEW, certificate, key, random);
    assertEquals(NEW, names().getFirst());
    assertEquals(secret, Files.readString(key));
    CertificateFiles.demandPair(certificate, key);
  }

  @Test
  void staysAsItIsForTheSameHost() throws Exception {
    String before = Files.readString(certificate);
    SelfSigned.rename(OLD, certificate, key, random);
    SelfSigned.rename("localhost", certificate, key, random);
    assertEquals(before, Files.readString(certificate));
  }

  @Test
  void anothersCertificateIsLeftAlone() throws Exception {
    Files.writeString(certificate, ANOTHERS);
    SelfSigned.rename(NEW, certificate, key, random);
    assertEquals(ANOTHERS, Files.readString(certificate));
  }

  @Test
  void aLongNameIsInTheNamesAlone() throws Exception {
    String host = "a".repeat(60) + "." + "b".repeat(60) + ".example.org";
    SelfSigned.make(host, certificate, key, random);
    assertTrue(names().contains(host));
  }
}
