// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.latchkey.config.InvalidSettingsException;
import org.latchkey.config.SettingProblem;
import org.latchkey.config.Settings;
import org.latchkey.config.SettingsFile;

/** What {@code check-config} finds, the start refuses too and in the same words. */
final class SettingsCheckTest {
  @TempDir Path folder;

  /** A broken setting: what is in the file, the key to blame, and some of the words. */
  private record Broken(String toml, String key, String words) {}

  private static final List<Broken> TABLE =
      List.of(
          new Broken(tls("no.pem", "one-key.pem"), "tls.certificate", "no.pem isn't there"),
          new Broken(tls("one.pem", "no.pem"), "tls.key", "no.pem isn't there"),
          new Broken(
              tls("gone/c.pem", "one-key.pem"), "tls.certificate", "gone, which isn't there"),
          new Broken(tls("folder", "one-key.pem"), "tls.certificate", "is a folder, not a file"),
          new Broken(tls("dangling", "one-key.pem"), "tls.certificate", "symbolic link to nothing"),
          new Broken(tls("empty", "one-key.pem"), "tls.certificate", "holds no certificate"),
          new Broken(tls("one-key.pem", "one-key.pem"), "tls.certificate", "holds"),
          new Broken(tls("one.pem", "one.pem"), "tls.key", "holds no private key"),
          new Broken(tls("one.pem", "two-key.pem"), "tls.key", "isn't the key of the certificate"),
          new Broken(tls("reversed.pem", "one-key.pem"), "tls.key", "has to come first"),
          new Broken(tls("chain.pem", "one-key.pem"), "tls.certificate", "in the wrong order"),
          new Broken(tls("der", "one-key.pem"), "tls.certificate", "no certificate in PEM"),
          new Broken(tls("one.pem", "encrypted.pem"), "tls.key", "a password is needed"),
          new Broken(tls("one.pem", "garbage.pem"), "tls.key", "holds a key that can't be read"),
          new Broken(
              """
              [public]
              profile-certificate = "one.pem"
              profile-key = "two-key.pem"
              """,
              "public.profile-key",
              "isn't the key of the certificate"),
          new Broken(upstream("imap", "ca = \"no.pem\""), "upstream.imap.ca", "isn't there"),
          new Broken(upstream("smtp", "ca = \"empty\""), "upstream.smtp.ca", "no certificate"),
          new Broken(master("pop3", "no"), "upstream.pop3.master-password-file", "isn't there"),
          new Broken(
              master("sieve", "empty"), "upstream.sieve.master-password-file", "no password"),
          new Broken(master("imap", "folder"), "upstream.imap.master-password-file", "is a folder"),
          new Broken(
              """
              [dav.routes.contacts]
              url = "https://127.0.0.1/"
              ca = "one-key.pem"
              """,
              "dav.routes.contacts.ca",
              "holds"),
          new Broken(notices("ca = \"no.pem\""), "notices.ca", "isn't there"),
          new Broken(
              notices("user = \"latchkey\"\npassword-file = \"empty\""),
              "notices.password-file",
              "holds no password"),
          new Broken("[audit]\nfile = \"/no/such/a.jsonl\"\n", "audit.file", "isn't there"),
          new Broken(
              "[listeners]\nimap = { address = \"192.0.2.1\" }\n",
              "listeners.imap.address",
              "no address of this machine's"),
          new Broken(
              "[listeners]\nhealth = { address = \"2001:db8::1\" }\n",
              "listeners.health.address",
              "no address of this machine's"));

  private static String tls(String certificate, String key) {
    return "[tls]\ncertificate = \"%s\"\nkey = \"%s\"\n".formatted(certificate, key);
  }

  private static String upstream(String name, String more) {
    return "[upstream.%s]\nhost = \"127.0.0.1\"\n%s\n".formatted(name, more);
  }

  private static String master(String name, String file) {
    return upstream(
        name,
        "sign-in = \"master\"\nmaster-user = \"latchkey\"\nmaster-password-file = \"%s\""
            .formatted(file));
  }

  private static String notices(String more) {
    return "[notices]\nhost = \"127.0.0.1\"\nfrom = \"latchkey@example.org\"\n" + more + "\n";
  }

  @BeforeEach
  void files() throws Exception {
    SecureRandom random = new SecureRandom();
    for (String name : List.of("one", "two")) {
      SelfSigned.make(name + ".example.org", pem(name), pem(name + "-key"), random);
    }
    Files.writeString(pem("reversed"), Files.readString(pem("two")) + Files.readString(pem("one")));
    Files.writeString(pem("chain"), Files.readString(pem("one")) + Files.readString(pem("two")));
    Files.write(folder.resolve("der"), CertificateFiles.chain(pem("one")).getFirst().getEncoded());
    Files.writeString(folder.resolve("empty"), "\n");
    Files.createDirectory(folder.resolve("folder"));
    Files.createSymbolicLink(folder.resolve("dangling"), folder.resolve("nothing"));
    Files.writeString(
        pem("encrypted"),
        "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMCwwHAYKKoZIhvcNAQwBAzAOBAgAAAAAAAAAAAICCAAEDAAAAAAA"
            + "AAAAAAAAAA==\n-----END ENCRYPTED PRIVATE KEY-----\n");
    Files.writeString(
        pem("garbage"), "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
  }

  private Path pem(String name) {
    return folder.resolve(name + ".pem");
  }

  private Settings read(String toml) throws Exception {
    return SettingsFile.read(Files.writeString(folder.resolve("latchkey.toml"), toml));
  }

  @TestFactory
  List<DynamicTest> theStartRefusesWhatTheCheckFinds() {
    return TABLE.stream()
        .map(each -> DynamicTest.dynamicTest(each.toml().strip(), () -> assertRefused(each)))
        .toList();
  }

  private void assertRefused(Broken broken) throws Exception {
    Settings settings = read(broken.toml());
    List<SettingProblem> found = SettingsCheck.of(settings).problems();
    assertEquals(1, found.size(), found.toString());
    assertEquals(broken.key(), found.getFirst().key());
    assertTrue(found.getFirst().text().contains(broken.words()), found.getFirst().text());
    Path data = folder.resolve("data");
    StartException refused =
        assertThrows(
            StartException.class, () -> LatchkeyServer.start(settings, data, () -> {}).close());
    assertEquals(found, refused.problems());
    assertFalse(Files.exists(data), "nothing is made");
  }

  @Test
  void allProblemsAreFoundAtOnceAndHaveTheirLines() throws Exception {
    Settings settings = read(tls("no.pem", "two-key.pem") + master("imap", "empty"));
    List<SettingProblem> found = SettingsCheck.of(settings).all();
    assertEquals(
        List.of("tls.certificate", "upstream.imap.master-password-file"),
        found.stream().map(SettingProblem::key).toList());
    Path file = folder.resolve("latchkey.toml");
    List<String> lines = SettingsFile.refusal(file, found).problems();
    assertTrue(lines.getFirst().startsWith(file + ":2: \"tls.certificate\" "), lines.toString());
    assertTrue(lines.getLast().startsWith(file + ":8: \"upstream.imap.m"), lines.toString());
  }

  @Test
  void anExpiredCertificateIsDoubtfulWhereverItIsNamed() throws Exception {
    expire();
    String toml =
        tls("old.pem", "old-key.pem")
            + upstream("imap", "ca = \"old.pem\"")
            + "[public]\nprofile-certificate = \"old.pem\"\nprofile-key = \"old-key.pem\"\n";
    SettingsCheck check = SettingsCheck.of(read(toml));
    assertEquals(List.of(), check.problems());
    assertEquals(
        List.of("tls.certificate", "public.profile-certificate", "upstream.imap.ca"),
        check.warnings().stream().map(SettingProblem::key).toList());
    assertTrue(check.warnings().getFirst().text().contains("expired on 2020-"));
  }

  /** Makes old.pem, which nobody trusts any more, and its key. */
  private void expire() throws Exception {
    Files.copy(pem("one-key"), pem("old-key"));
    X509Certificate one = CertificateFiles.chain(pem("one")).getFirst();
    X509CertificateHolder old =
        new JcaX509v3CertificateBuilder(
                one.getSubjectX500Principal(),
                BigInteger.ONE,
                Date.from(Instant.parse("2019-01-01T00:00:00Z")),
                Date.from(Instant.parse("2020-01-01T00:00:00Z")),
                one.getSubjectX500Principal(),
                one.getPublicKey())
            .build(
                new JcaContentSignerBuilder("SHA256withECDSA")
                    .build(CertificateFiles.key(pem("one-key"))));
    try (JcaPEMWriter writer = new JcaPEMWriter(Files.newBufferedWriter(pem("old")))) {
      writer.writeObject(old);
    }
  }

  @TestFactory
  List<DynamicTest> aBaseThatTheDirectoryRefusesIsRefusedByTheReader() {
    return Stream.of(
            "ou=system",
            "OU=Schema",
            "cn=schema",
            "dc=a+dc=b",
            "dc=exämple",
            "foo=bar",
            "cn=x,dc=y")
        .map(
            base ->
                DynamicTest.dynamicTest(
                    base,
                    () ->
                        assertThrows(
                            InvalidSettingsException.class,
                            () -> read("[directory]\nbase = \"" + base + "\"\n"))))
        .toList();
  }

  @Test
  void whatIsNotUsedIsNotAskedFor() throws Exception {
    String unused =
        """
        [upstream.imap]
        ca = "no.pem"
        [notices]
        ca = "no.pem"
        [portal]
        enabled = false
        [public]
        profile-certificate = "no.pem"
        profile-key = "no.pem"
        [listeners]
        imap = { enabled = false, address = "192.0.2.1" }
        """;
    assertEquals(List.of(), SettingsCheck.of(read(unused)).all());
  }
}
