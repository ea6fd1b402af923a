// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.latchkey.adapters.net.TlsMaterial;
import org.latchkey.config.DavRouteSettings;
import org.latchkey.config.FileAccess;
import org.latchkey.config.ListenerSettings;
import org.latchkey.config.NoticesSettings;
import org.latchkey.config.PublicSettings;
import org.latchkey.config.SettingProblem;
import org.latchkey.config.SettingValues;
import org.latchkey.config.Settings;
import org.latchkey.config.TlsSettings;
import org.latchkey.config.UpstreamSettings;
import org.latchkey.config.UpstreamSignIn;
import org.latchkey.portal.onboarding.ProfileSigner;

/**
 * What this machine makes of settings: the files that they name, and the addresses. A start, a
 * reload and {@code check-config} all ask here, so that none finds what another doesn't. Nothing is
 * opened but files, to read them, and a free port of each address for a moment.
 *
 * @param problems what a server can't start with
 * @param warnings what it starts with and clients won't put up with
 */
public record SettingsCheck(List<SettingProblem> problems, List<SettingProblem> warnings) {
  public SettingsCheck {
    problems = List.copyOf(problems);
    warnings = List.copyOf(warnings);
  }

  /** Looks at everything, and finds all there is to find. */
  public static SettingsCheck of(Settings settings) {
    Finding finding = new Finding();
    finding.tls(settings.tls());
    if (settings.portal().enabled()) {
      finding.profiles(settings.publicly());
    }
    finding.upstream("upstream.imap", settings.upstreams().imap());
    finding.upstream("upstream.pop3", settings.upstreams().pop3());
    finding.upstream("upstream.sieve", settings.upstreams().sieve());
    finding.upstream("upstream.smtp", settings.upstreams().smtp());
    settings.dav().routes().forEach(finding::route);
    finding.notices(settings.notices());
    settings.audit().file(Path.of("")).filter(Path::isAbsolute).ifPresent(finding::audit);
    finding.addresses(settings);
    return new SettingsCheck(finding.problems, finding.warnings);
  }

  /** Problems, then warnings. */
  public List<SettingProblem> all() {
    return Stream.concat(problems.stream(), warnings.stream()).toList();
  }

  /** One look at all of it. */
  private static final class Finding {
    final List<SettingProblem> problems = new ArrayList<>();
    final List<SettingProblem> warnings = new ArrayList<>();

    /** Uses a file as the server will. */
    private interface Use {
      void of(Path file) throws IOException;
    }

    void tls(TlsSettings tls) {
      pair(
          "tls.certificate",
          tls.certificate(),
          "tls.key",
          tls.key(),
          (certificate, key) -> new TlsMaterial(certificate, key).close());
    }

    void profiles(PublicSettings publicly) {
      pair(
          "public.profile-certificate",
          publicly.profileCertificate(),
          "public.profile-key",
          publicly.profileKey(),
          ProfileSigner::load);
    }

    private interface PairUse {
      void of(Path certificate, Path key) throws IOException;
    }

    private void pair(
        String chainKey, Optional<Path> chain, String keyKey, Optional<Path> key, PairUse use) {
      if (chain.isEmpty() || key.isEmpty()) {
        return;
      }
      boolean chainIsWell = readable(chainKey, chain.get(), file -> certificates(chainKey, file));
      boolean keyIsWell = readable(keyKey, key.get(), CertificateFiles::demandPlainKey);
      if (chainIsWell
          && keyIsWell
          && readable(keyKey, key.get(), file -> CertificateFiles.demandPair(chain.get(), file))) {
        readable(
            chainKey,
            chain.get(),
            file -> {
              CertificateFiles.demandOrder(CertificateFiles.chain(file));
              use.of(file, key.get());
            });
      }
    }

    private void authorities(String key, Optional<Path> pem) {
      pem.ifPresent(each -> readable(key, each, file -> certificates(key, file)));
    }

    private void certificates(String key, Path file) throws IOException {
      for (String warning : CertificateFiles.doubts(CertificateFiles.chain(file))) {
        warnings.add(new SettingProblem(key, file + ": " + warning));
      }
    }

    private void password(String key, Optional<Path> file) {
      file.ifPresent(each -> readable(key, each, Finding::demandPassword));
    }

    private static void demandPassword(Path file) throws IOException {
      for (byte each : Files.readAllBytes(file)) {
        if (each != '\n' && each != '\r') {
          return;
        }
      }
      throw new IOException("holds no password");
    }

    /** Whether the file could be used; if not, why is among the problems. */
    private boolean readable(String key, Path file, Use use) {
      Optional<String> unreadable = FileAccess.whyUnreadable(file);
      if (unreadable.isPresent()) {
        problems.add(new SettingProblem(key, file + " " + unreadable.get()));
        return false;
      }
      try {
        use.of(file);
        return true;
      } catch (IOException e) {
        problems.add(new SettingProblem(key, file + " " + e.getMessage()));
        return false;
      }
    }

    void upstream(String table, UpstreamSettings upstream) {
      if (upstream.host().isPresent()) {
        authorities(table + ".ca", upstream.ca());
        if (upstream.signIn().how() == UpstreamSignIn.MASTER) {
          password(table + ".master-password-file", upstream.signIn().masterPasswordFile());
        }
      }
    }

    void route(String name, DavRouteSettings route) {
      authorities("dav.routes." + name + ".ca", route.ca());
    }

    void notices(NoticesSettings notices) {
      if (notices.enabled()) {
        authorities("notices.ca", notices.ca());
        password("notices.password-file", notices.passwordFile());
      }
    }

    void audit(Path file) {
      Path folder = file.getParent();
      Optional<String> why =
          Files.exists(file)
              ? FileAccess.whyUnreadable(file)
              : folder == null ? Optional.empty() : FileAccess.whyUnwritable(folder);
      why.ifPresent(
          text ->
              problems.add(
                  new SettingProblem(
                      "audit.file", (Files.exists(file) ? file : folder) + " " + text)));
    }

    /** Of every listener that is on, whether the address is one of this machine's. */
    void addresses(Settings settings) {
      for (Map.Entry<String, Object> each : SettingValues.of(settings).entrySet()) {
        String key = each.getKey();
        if (key.startsWith("listeners.") && key.endsWith(".address")) {
          String listener = key.substring(0, key.length() - ".address".length());
          if (Boolean.TRUE.equals(SettingValues.of(settings).get(listener + ".enabled"))) {
            address(key, (String) each.getValue());
          }
        }
      }
    }

    private void address(String key, String address) {
      if (address.equals(ListenerSettings.EVERY_INTERFACE)) {
        return;
      }
      try (ServerSocket any = new ServerSocket()) {
        any.bind(new InetSocketAddress(InetAddress.ofLiteral(address), 0));
      } catch (IOException e) {
        problems.add(new SettingProblem(key, address + " is no address of this machine's"));
      }
    }
  }
}
