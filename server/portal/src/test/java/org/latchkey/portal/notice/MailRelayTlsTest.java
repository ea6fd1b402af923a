// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.notice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.latchkey.config.NoticesSettings;
import org.latchkey.config.UpstreamTls;
import org.latchkey.core.directory.ChangeKind;

/** Which relays a mail is handed to over TLS. */
@Timeout(60)
final class MailRelayTlsTest {
  @TempDir Path folder;

  private final Waiting waiting = new Waiting();

  /** TLS with a fresh certificate for this address, which is also written to a PEM file. */
  private SSLContext tls(String address, Path pem) throws Exception {
    KeyPair pair = KeyPairGenerator.getInstance("EC").generateKeyPair();
    X500Name name = new X500Name("CN=relay");
    Instant now = Instant.now();
    Certificate certificate =
        new JcaX509CertificateConverter()
            .getCertificate(
                new JcaX509v3CertificateBuilder(
                        name,
                        BigInteger.ONE,
                        Date.from(now.minus(Duration.ofDays(1))),
                        Date.from(now.plus(Duration.ofDays(1))),
                        name,
                        pair.getPublic())
                    .addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(new GeneralName(GeneralName.iPAddress, address)))
                    .build(
                        new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
    try (JcaPEMWriter out = new JcaPEMWriter(Files.newBufferedWriter(pem))) {
      out.writeObject(certificate);
    }
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry("relay", pair.getPrivate(), new char[0], new Certificate[] {certificate});
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, new char[0]);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  private static ScriptedRelay start(UpstreamTls how, SSLContext tls) throws IOException {
    return how == UpstreamTls.IMPLICIT
        ? ScriptedRelay.implicitTls(tls)
        : ScriptedRelay.startTls(tls);
  }

  private Delivery send(ScriptedRelay relay, UpstreamTls how, Optional<Path> ca) throws Exception {
    NoticesSettings settings =
        new NoticesSettings(
            Optional.of("127.0.0.1"),
            relay.port(),
            how,
            ca,
            Optional.empty(),
            Optional.empty(),
            Optional.of("latchkey@example.org"));
    waiting.hold(Waiting.account("alice", "alice@example.org"));
    waiting.add("alice", ChangeKind.APP_PASSWORD_ADDED);
    NoticeMail mail =
        new NoticeWriter(
                "latchkey@example.org", "latchkey.example.org", Optional.empty(), waiting.people())
            .write(waiting.waiting(0, 1).getFirst(), Waiting.account("alice", "alice@example.org"))
            .orElseThrow();
    try (MailRelay.Connection connection =
        new MailRelay(settings, "mail.example.org").connection()) {
      return connection.send(mail);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = UpstreamTls.class,
      names = {"IMPLICIT", "STARTTLS"})
  void relayThatTheAuthoritiesVouchForGetsTheMail(UpstreamTls how) throws Exception {
    Path pem = folder.resolve("relay.pem");
    try (ScriptedRelay relay = start(how, tls("127.0.0.1", pem))) {
      assertEquals(new Delivery.Sent(), send(relay, how, Optional.of(pem)));
      assertTrue(relay.take().contains("Auto-Submitted: auto-generated"));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = UpstreamTls.class,
      names = {"IMPLICIT", "STARTTLS"})
  void relayThatNobodyVouchesForGetsNothing(UpstreamTls how) throws Exception {
    try (ScriptedRelay relay = start(how, tls("127.0.0.1", folder.resolve("relay.pem")))) {
      assertInstanceOf(Delivery.RelayFailed.class, send(relay, how, Optional.empty()));
      assertEquals(0, relay.taken());
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = UpstreamTls.class,
      names = {"IMPLICIT", "STARTTLS"})
  void relayOfAnotherNameGetsNothing(UpstreamTls how) throws Exception {
    Path pem = folder.resolve("relay.pem");
    try (ScriptedRelay relay = start(how, tls("192.0.2.1", pem))) {
      assertInstanceOf(Delivery.RelayFailed.class, send(relay, how, Optional.of(pem)));
      assertEquals(0, relay.taken());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-----BEGIN CERTIFICATE-----\nx", ""})
  void authoritiesThatCannotBeReadStopTheStart(String text) throws Exception {
    Path garbage = Files.writeString(folder.resolve("garbage.pem"), text);
    NoticesSettings settings =
        new NoticesSettings(
            Optional.of("127.0.0.1"),
            25,
            UpstreamTls.STARTTLS,
            Optional.of(garbage),
            Optional.empty(),
            Optional.empty(),
            Optional.of("latchkey@example.org"));
    assertThrows(IOException.class, () -> new MailRelay(settings, "mail.example.org"));
  }
}
