// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.server;

import com.github.benmanes.caffeine.cache.Ticker;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.latchkey.adapters.dav.Site;
import org.latchkey.config.PublicSettings;
import org.latchkey.config.Settings;
import org.latchkey.core.admin.AccountAdministration;
import org.latchkey.core.audit.AccountHistory;
import org.latchkey.core.audit.Audit;
import org.latchkey.core.audit.LogLine;
import org.latchkey.core.directory.DirectoryStore;
import org.latchkey.core.factor.FactorParts;
import org.latchkey.core.factor.SecondFactorCheck;
import org.latchkey.core.factor.SecondFactors;
import org.latchkey.core.password.AppPasswordRules;
import org.latchkey.core.password.AppPasswords;
import org.latchkey.core.password.Peppers;
import org.latchkey.core.password.PrimaryPasswordChange;
import org.latchkey.core.password.PrimaryPasswords;
import org.latchkey.core.password.SealedSecrets;
import org.latchkey.portal.onboarding.ProfileSigner;
import org.latchkey.portal.onboarding.PublicServices;
import org.latchkey.portal.page.Portal;
import org.latchkey.portal.session.KnownBrowsers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The portal, wired to core. Where it is reached from outside is known once all ports are open; a
 * page that needs it waits for that.
 */
final class PortalDoor implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PortalDoor.class);

  private final CompletableFuture<PublicServices> services = new CompletableFuture<>();
  private final Portal portal;
  private volatile Optional<ProfileSigner> signer;
  private final boolean onItsOwnPort;

  /** What it works with. */
  record Parts(
      Vertx vertx,
      Domain domain,
      DirectoryStore store,
      Peppers peppers,
      SealedSecrets seals,
      PrimaryPasswords passwords,
      AccountHistory history,
      Audit audit,
      SecureRandom random) {}

  PortalDoor(Settings settings, Parts parts) throws StartException {
    signer = signer(settings.publicly());
    onItsOwnPort = settings.listeners().portal().enabled();
    int maxActive = settings.appPasswords().maxActive();
    FactorParts factors =
        new FactorParts(
            parts.store(),
            parts.peppers(),
            parts.seals(),
            () -> Portal.relyingParty(services.join()),
            new AppPasswordRules(maxActive),
            parts.random(),
            InstantSource.system(),
            Ticker.systemTicker());
    SecondFactors secondFactors = new SecondFactors(factors);
    AppPasswords appPasswords = new AppPasswords(parts.store(), parts.peppers(), parts.random());
    portal =
        new Portal(
            parts.vertx(),
            new Portal.Core(
                parts.store(),
                parts.domain().primarySignIn(parts.store(), parts.passwords()),
                new SecondFactorCheck(factors),
                secondFactors,
                appPasswords,
                new PrimaryPasswordChange(parts.store(), parts.passwords()),
                new AccountAdministration(
                    parts.store(), appPasswords, secondFactors, Ticker.systemTicker()),
                parts.domain().sessions(),
                parts.domain().lastUses(),
                parts.history(),
                parts.audit(),
                maxActive),
            new Portal.Outside(
                settings.portal(),
                new KnownBrowsers(parts.peppers(), parts.random(), InstantSource.system()),
                services::join,
                () -> signer,
                !settings.notices().enabled()),
            parts.random());
  }

  private static Optional<ProfileSigner> signer(PublicSettings settings) throws StartException {
    if (settings.profileCertificate().isEmpty()) {
      return Optional.empty();
    }
    Path certificate = settings.profileCertificate().get();
    try {
      return Optional.of(ProfileSigner.load(certificate, settings.profileKey().orElseThrow()));
    } catch (IOException e) {
      throw new StartException("profiles can't be signed: " + e.getMessage(), e);
    }
  }

  /** Signs profiles with what is in the files now. */
  void reload(Settings changed) throws StartException {
    signer = signer(changed.publicly());
  }

  /** What of it is on the port that contacts and calendars are on. */
  Site shared() {
    return site(
        request ->
            portal.site().isDiscovery(request)
                || (!onItsOwnPort && portal.site().hasPageFor(request)));
  }

  /** All of a port of its own. */
  Site alone() {
    return site(request -> true);
  }

  private Site site(Predicate<HttpServerRequest> claims) {
    return new Site() {
      @Override
      public boolean claims(HttpServerRequest request) {
        return claims.test(request);
      }

      @Override
      public void handle(HttpServerRequest request) {
        portal.site().handle(request);
      }
    };
  }

  /** All ports are open: this is how they are reached from outside. */
  void opened(PublicSettings settings, PublicServices reached) {
    if (settings.host().isEmpty()) {
      LogLine line = new LogLine("public-host-unset").quoted("host", reached.host());
      log.warn("{}", line.quoted("reason", "passkeys are bound to this name: set [public] host"));
    }
    services.complete(reached);
  }

  @Override
  public void close() {
    services.cancel(false); // nobody waits any more
    portal.close();
  }
}
