// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsProblemsTest {
  @TempDir private Path folder;

  private static void assertProblems(String toml, String... problems) {
    InvalidSettingsException e =
        assertThrows(
            InvalidSettingsException.class, () -> SettingsFile.parse(toml, "latchkey.toml"));
    assertEquals(
        List.of(problems).stream().map(problem -> "latchkey.toml:" + problem).toList(),
        e.problems());
    assertEquals(String.join("\n", e.problems()), e.getMessage());
  }

  @Test
  void unknownKeyIsReportedWithLineAndSuggestion() {
    assertProblems(
        "# ports\n[listeners]\nimapz = { port = 143 }\n",
        "3: unknown key \"listeners.imapz\": did you mean \"listeners.imaps\"?");
  }

  @ParameterizedTest
  @CsvSource({
    "[directry],                    directry,                 directory",
    "network.maxConnections = 5,    network.maxConnections,   network.max-connections",
    "network.max_connections = 5,   network.max_connections,  network.max-connections",
    "listeners.imap.prot = 5,       listeners.imap.prot,      listeners.imap.port",
    "tls.max-active = 5,            tls.max-active,           app-passwords.max-active",
    "level = 'info',                level,                    log.level",
  })
  void suggestionIsLikeTheKeyOrItsNamesakeElsewhere(String toml, String key, String suggestion) {
    assertProblems(toml, "1: unknown key \"%s\": did you mean \"%s\"?".formatted(key, suggestion));
  }

  @Test
  void nothingIsSuggestedForAKeyLikeNoOther() {
    assertProblems("[tls]\nfrobnicate = 1\n", "2: unknown key \"tls.frobnicate\"");
    // Many listeners have a port: no telling which is meant.
    assertProblems("port = 1\n", "1: unknown key \"port\"");
  }

  @Test
  void upstreamsProblemsNameTheirOwnKeys() {
    assertProblems(
        """
        [upstream.imap]
        host = "mail server"
        tls = "ssl"
        sign-in = "master"
        master-user = "proxy"
        [upstream.pop3]
        sign-in = "xclient"
        announce = "id"
        """,
        "2: \"upstream.imap.host\" must be a host name or an IP address",
        "3: \"upstream.imap.tls\" must be one of \"implicit\", \"starttls\", \"none\","
            + " not \"ssl\"",
        "4: \"upstream.imap.sign-in\" is \"master\", which needs \"master-password-file\"",
        "7: \"upstream.pop3.sign-in\" is \"xclient\", which is for SMTP only",
        "8: \"upstream.pop3.announce\" is \"id\", which is for IMAP only");
  }

  @Test
  void quotedDotsDoNotMakeAKnownKey() {
    assertProblems("\"log.level\" = \"debug\"", "1: unknown key \"\"log.level\"\"");
  }

  @Test
  void allProblemsAreReportedTogetherInTheOrderOfTheFile() {
    assertProblems(
        """
        [shutdown]
        grace = "10 sec"
        [network]
        max-connections = 0
        max-pending-kib = "64"
        idle-timeot = "1 h"
        idle-timeout = "8 d"
        proxy-protocol = ["10.0.0.1/8", "proxy.example.org", 7]
        [directory]
        base = "example.org"
        """,
        "2: \"shutdown.grace\" must be a whole number and one of ms, s, min, h, d, not \"10 sec\"",
        "4: \"network.max-connections\" must be from 1 to 1000000, not 0",
        "5: \"network.max-pending-kib\" must be a whole number, not the string \"64\"",
        "6: unknown key \"network.idle-timeot\": did you mean \"network.idle-timeout\"?",
        "7: \"network.idle-timeout\" must be from 100 ms to 7 d, not 8 d",
        "8: \"network.proxy-protocol\" 10.0.0.1/8 has host bits set; the network is 10.0.0.0/8",
        "8: \"network.proxy-protocol\" \"proxy.example.org\" is no network such as 192.0.2.0/24"
            + " or 2001:db8::/32",
        "8: \"network.proxy-protocol\" must hold strings such as \"192.0.2.0/24\", not the number"
            + " 7",
        "10: \"directory.base\" must be a DN such as dc=example,dc=org");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          directory.base = 5             | directory.base           | a string, not the number 5
          directory.map-size-gib = 1.5   | directory.map-size-gib   | a whole number, not the number 1.5
          listeners.imap.enabled = "yes" | listeners.imap.enabled   | true or false, not the string "yes"
          listeners.imap = 143           | listeners.imap           | a table, not the number 143
          tls.key = true                 | tls.key                  | the name of a PEM file, not true
          tls.key = " "                  | tls.key                  | the name of a file, not empty
          network.idle-timeout = 60      | network.idle-timeout     | a string such as "30 s", not the number 60
          network.proxy-protocol = "::1" | network.proxy-protocol   | an array of networks, not the string "::1"
          log.loggers = []               | log.loggers              | a table of strings, not an array
          log.loggers.org.latchkey.a = 2026-01-01 | log.loggers.org.latchkey.a | a string, not a date or time
          """)
  void wrongTypeNamesWhatIsWantedAndWhatIsThere(String toml, String key, String text) {
    assertProblems(toml, "1: \"" + key + "\" must be " + text);
  }

  @Test
  void numberBeyond32BitsIsReportedAsWritten() {
    assertProblems(
        "app-passwords.max-active = 4294967321",
        "1: \"app-passwords.max-active\" is far out of range: 4294967321");
  }

  @Test
  void certificateNeedsItsKeyAndTheKeyItsCertificate() {
    assertProblems("[tls]\ncertificate = \"a\"", "2: \"tls.certificate\" needs \"key\" beside it");
    assertProblems("[tls]\nkey = \"a\"", "2: \"tls.key\" needs \"certificate\" beside it");
    assertProblems(
        "[tls]\ncertificate = \"a\"\nkey = 5",
        "3: \"tls.key\" must be the name of a PEM file, not the number 5");
  }

  @Test
  void profileCertificateNeedsItsKeyAndTheKeyItsCertificate() {
    assertProblems(
        "[public]\nprofile-certificate = \"a\"",
        "2: \"public.profile-certificate\" needs \"profile-key\" beside it");
    assertProblems(
        "[public]\nprofile-key = \"a\"",
        "2: \"public.profile-key\" needs \"profile-certificate\" beside it");
  }

  @Test
  void publicPortsNameTheirOwnLines() {
    assertProblems(
        "[public]\nhost = \"a.example\"\n[public.ports]\nimaps = 0\nimapss = 993\n",
        "4: \"public.ports.imaps\" must be from 1 to 65535, not 0",
        "5: unknown key \"public.ports.imapss\": did you mean \"public.ports.imaps\"?");
  }

  @Test
  void portalsAbsoluteLimitIsNotBelowItsIdleLimit() {
    assertProblems(
        "[portal]\nidle-limit = \"2 h\"\nabsolute-limit = \"1 h\"\n",
        "3: \"portal.absolute-limit\" must not be less than \"idle-limit\"");
  }

  @Test
  void relayForNoticesNeedsASenderAndItsUserAPassword() {
    assertProblems(
        "[notices]\nhost = \"mail.example.org\"", "2: \"notices.host\" needs \"from\" beside it");
    assertProblems(
        "[notices]\nuser = \"a\"", "2: \"notices.user\" needs \"password-file\" beside it");
    assertProblems(
        "[notices]\npassword-file = \"a\"",
        "2: \"notices.password-file\" needs \"user\" beside it");
    assertProblems(
        "[notices]\nfrom = \"Latchkey <a@example.org>\"",
        "2: \"notices.from\" must be a mail address such as latchkey@example.org");
  }

  @Test
  void contradictionWithADefaultIsReportedAtTheTable() {
    assertProblems(
        "\n[sign-in]\nrefusal-delay = \"20 s\"",
        "2: \"sign-in.max-refusal-delay\" must not be less than \"refusal-delay\"");
  }

  @Test
  void valueOutOfRangeIsReportedOnce() {
    assertProblems(
        "sign-in.refusal-delay = \"2 min\"",
        "1: \"sign-in.refusal-delay\" must be from 0 s to 1 min, not 2 min");
  }

  @Test
  void twoListenersCannotShareAPort() {
    assertProblems(
        "[listeners]\nimap.port = 5000\nldap = { address = \"::1\", port = 5000 }\n",
        "3: \"listeners.ldap\" has the port of \"imap\", 5000");
  }

  @Test
  void loggerTwiceOrWithoutALevelIsReportedAtItsLine() {
    assertProblems(
        "[log.loggers]\na.b = \"info\"\n\"a.b\" = \"warn\"\nc = \"loud\"\n",
        "3: \"log.loggers.a.b\" is there twice",
        "4: \"log.loggers.c\" must be one of trace, debug, info, warn, error, not \"loud\"");
  }

  @Test
  void controlCharactersOfTheFileAreEscaped() {
    assertProblems(
        "log.level = \"a\\nb\\u001b\"",
        "1: \"log.level\" must be one of trace, debug, info, warn, error, not \"a\\nb\\u001b\"");
  }

  @Test
  void brokenTomlIsAllThatIsReported() {
    assertProblems(
        "unknown = 1\n[directory\nbase = 5\nmap-size-gib = 99999999999999999999\n",
        "2: Unexpected end of line, expected ]",
        "4: Integer is too large");
  }

  @Test
  void fileThatCannotBeReadIsAProblemOfItsOwn() throws Exception {
    Path absent = folder.resolve("absent.toml");
    Path binary = Files.write(folder.resolve("binary.toml"), new byte[] {(byte) 0xff});
    assertEquals(List.of(absent + " isn't there"), problemsOf(absent));
    assertEquals(List.of(binary + ": is not UTF-8"), problemsOf(binary));
    assertEquals(List.of(folder + " is a folder, not a file"), problemsOf(folder));
  }

  private static List<String> problemsOf(Path file) {
    return assertThrows(InvalidSettingsException.class, () -> SettingsFile.read(file)).problems();
  }
}
