// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latchkey.config.DirectorySettings;
import org.latchkey.core.account.Account;
import org.latchkey.core.account.AccountId;
import org.latchkey.core.password.AppPasswordFormat;
import org.latchkey.core.password.AppPasswordRules;
import org.latchkey.core.password.Peppers;
import org.latchkey.core.password.SealedSecrets;
import org.latchkey.core.password.Secret;
import org.latchkey.directory.DirectoryFixture;

/** The small case of what the benchmarks' page does with a million accounts. */
final class LdifImportTest {
  private static final int ACCOUNTS = 1000;
  private static final int EACH = 3;
  private static final DirectorySettings SETTINGS =
      new DirectorySettings("dc=example,dc=org", 1, 100);

  @TempDir Path folder;

  private final List<String> lines = new ArrayList<>();
  private final List<String> shown = new ArrayList<>();
  private final Peppers peppers = DirectoryStoreContract.peppers("1");

  private void addAccount(String uid, int appPasswords) {
    String dn = "uid=" + uid + ",ou=people,dc=example,dc=org";
    AccountId id = new AccountId(UUID.randomUUID());
    lines.addAll(
        List.of(
            "dn: " + dn,
            "objectClass: inetOrgPerson",
            "objectClass: latchkeyAccount",
            "uid: " + uid,
            "cn: " + uid,
            "sn: " + uid,
            "entryUUID: " + id,
            ""));
    for (int i = 0; i < appPasswords; i++) {
      try (Secret secret = AppPasswordFormat.generate(new SecureRandom())) {
        shown.add(new String(AppPasswordFormat.grouped(secret)));
        lines.addAll(
            List.of(
                "dn: cn=device " + i + "," + dn,
                "objectClass: latchkeyAppPassword",
                "cn: device " + i,
                "latchkeyService: imap",
                "userPassword: " + peppers.tag(id, secret).stored(),
                ""));
      }
    }
  }

  private long load() throws IOException {
    Path ldif = Files.write(folder.resolve("accounts.ldif"), lines);
    return LdifImport.load(
        folder.resolve("directory"),
        SETTINGS,
        new AppPasswordRules(25),
        new SealedSecrets(peppers, new SecureRandom()),
        ldif,
        count -> {});
  }

  @Test
  void everyAppPasswordInTheFileSignsIn() throws Exception {
    for (int i = 0; i < ACCOUNTS; i++) {
      addAccount("user" + i, EACH);
    }
    assertEquals(ACCOUNTS * (1 + EACH), load());
    try (DirectoryFixture fixture = DirectoryFixture.start(folder)) {
      for (int i = 0; i < ACCOUNTS; i++) {
        Account account = fixture.store().findByLogin("user" + i).orElseThrow();
        for (int each = 0; each < EACH; each++) {
          assertTrue(fixture.isGood(account, shown.get(i * EACH + each)));
        }
      }
    }
  }

  @Test
  void secretForUpstreamsIsSealedOnTheWayIn() throws Exception {
    addAccount("alice", 0);
    lines.add(lines.size() - 1, "latchkeyUpstreamSecret: s3cret");
    load();
    try (DirectoryFixture fixture = DirectoryFixture.start(folder)) {
      Account account = fixture.store().findByLogin("alice").orElseThrow();
      assertEquals("s3cret", fixture.upstreamSecret(account));
    }
  }

  @Test
  void secondFactorsOfABackupAreKept() throws Exception {
    addAccount("alice", 0);
    lines.add(lines.size() - 1, "latchkeyTotp: 5 {SEAL1}1$QUFB");
    lines.add(lines.size() - 1, "latchkeyPasskey: 1970-01-01T00:00:00Z 0 id data my key");
    load();
    try (DirectoryFixture fixture = DirectoryFixture.start(folder)) {
      Account account = fixture.store().findByLogin("alice").orElseThrow();
      assertEquals(5, account.factors().totp().orElseThrow().lastStep());
      assertEquals("my key", account.factors().passkeys().getFirst().label());
    }
  }

  @Test
  void aMalformedSecondFactorIsRefused() {
    addAccount("forged", 0);
    lines.add(lines.size() - 1, "latchkeyTotp: JBSWY3DPEHPK3PXP");
    IOException refused = assertThrows(IOException.class, this::load);
    assertTrue(String.valueOf(refused.getMessage()).contains("latchkeyTotp is malformed"));
  }

  @Test
  void moreThanAnAccountMayHoldAreRefusedByName() {
    addAccount("greedy", 26);
    IOException refused = assertThrows(IOException.class, this::load);
    assertTrue(String.valueOf(refused.getMessage()).contains("cn=device 25,uid=greedy"));
  }

  @Test
  void aMalformedVerifierIsRefused() {
    addAccount("forged", 0);
    lines.addAll(
        List.of(
            "dn: cn=x,uid=forged,ou=people,dc=example,dc=org",
            "objectClass: latchkeyAppPassword",
            "cn: x",
            "userPassword: {APW1}1$short",
            ""));
    assertThrows(IOException.class, this::load);
  }

  /** No entry of any kind brings a secret in clear along. */
  @Test
  void secretsInClearAreRefusedWhateverTheyAreOn() throws Exception {
    List<List<String>> kinds =
        List.of(
            List.of("dn: cn=x,dc=example,dc=org", "objectClass: person", "cn: x", "sn: x"),
            List.of("dn: ou=x,dc=example,dc=org", "objectClass: organizationalUnit", "ou: x"),
            List.of("dn: cn=x,dc=example,dc=org", "objectClass: device", "cn: x"),
            List.of(
                "dn: uid=x,ou=people,dc=example,dc=org",
                "objectClass: inetOrgPerson",
                "objectClass: latchkeyAccount",
                "uid: x",
                "cn: x",
                "sn: x"));
    for (List<String> kind : kinds) {
      for (String secret :
          List.of(
              "userPassword: in clear",
              "2.5.4.35: in clear",
              "userPassword: {CLEARTEXT}in-clear",
              "userPassword: {SSHA}",
              "privateKey: in clear",
              "pwdHistory: in clear")) {
        lines.clear();
        lines.addAll(kind);
        lines.addAll(List.of("objectClass: extensibleObject", secret));
        assertThrows(IOException.class, this::load, () -> kind + " " + secret);
      }
    }
  }
}
