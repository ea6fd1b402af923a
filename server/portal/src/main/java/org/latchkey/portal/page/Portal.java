// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.page;

import com.github.benmanes.caffeine.cache.Ticker;
import io.vertx.core.Vertx;
import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.latchkey.config.PortalSettings;
import org.latchkey.core.admin.AccountAdministration;
import org.latchkey.core.audit.AccountHistory;
import org.latchkey.core.audit.Audit;
import org.latchkey.core.directory.DirectoryStore;
import org.latchkey.core.factor.RelyingParty;
import org.latchkey.core.factor.SecondFactorCheck;
import org.latchkey.core.factor.SecondFactors;
import org.latchkey.core.password.AppPasswords;
import org.latchkey.core.password.LastUses;
import org.latchkey.core.password.PrimaryPasswordChange;
import org.latchkey.core.session.LiveSessions;
import org.latchkey.core.signin.PrimarySignIn;
import org.latchkey.portal.onboarding.ProfileSigner;
import org.latchkey.portal.onboarding.PublicServices;
import org.latchkey.portal.onboarding.SetUpLinks;
import org.latchkey.portal.session.KnownBrowsers;
import org.latchkey.portal.session.PortalSessions;
import org.latchkey.portal.text.Messages;
import org.latchkey.portal.web.Gate;
import org.latchkey.portal.web.PortalSite;
import org.latchkey.portal.web.Route;

/**
 * The portal, where people make and revoke their own app passwords. All that it changes it changes
 * by core's operations.
 */
public final class Portal implements AutoCloseable {
  private static final int MOST_LINKS = 1000;
  private static final long PAGES_SECONDS = 2;

  private final ExecutorService pages = Executors.newVirtualThreadPerTaskExecutor();
  private final SetUpLinks links;
  private final PortalSite site;

  /**
   * Core's operations, and what they work on.
   *
   * @param maxActive how many app passwords an account may hold
   */
  public record Core(
      DirectoryStore store,
      PrimarySignIn signIn,
      SecondFactorCheck factorCheck,
      SecondFactors factors,
      AppPasswords appPasswords,
      PrimaryPasswordChange passwords,
      AccountAdministration administration,
      LiveSessions sessions,
      LastUses uses,
      AccountHistory history,
      Audit audit,
      int maxActive) {}

  /**
   * What the portal is beside that.
   *
   * @param services what clients reach from outside; asked for when a page needs it
   * @param browsers those that somebody has signed in with
   * @param signer of configuration profiles, where there is one; asked for with each
   * @param noticesOff whether nobody is told by mail of what happens to their account
   */
  public record Outside(
      PortalSettings settings,
      KnownBrowsers browsers,
      Supplier<PublicServices> services,
      Supplier<Optional<ProfileSigner>> signer,
      boolean noticesOff) {}

  public Portal(Vertx vertx, Core core, Outside outside, SecureRandom random) {
    links = new SetUpLinks(MOST_LINKS, random, Ticker.systemTicker());
    PortalSessions sessions = new PortalSessions(outside.settings(), random, Ticker.systemTicker());
    core.store().subscribe(sessions);
    Messages messages = new Messages(Locale.ENGLISH);
    Views views = new Views(messages, core.store());
    Gate gate =
        new Gate(
            new Gate.Known(sessions, outside.browsers()),
            core.store(),
            core.audit(),
            new Gate.Ways(Paths.SIGN_IN, Paths.SECOND_FACTOR, Paths.ENROL),
            new PortalErrorPages(views));
    PublicResources resources =
        new PublicResources(outside.services(), links, messages, core.audit(), core.store());
    site =
        new PortalSite(
            vertx, gate, routes(core, outside, views, sessions, random), resources.all(), pages);
  }

  private List<Route> routes(
      Core core, Outside outside, Views views, PortalSessions sessions, SecureRandom random) {
    Acts acts = new Acts(core.audit());
    StepUp steps = new StepUp(sessions, core.store());
    PasskeyOptions options =
        new PasskeyOptions(() -> relyingParty(outside.services().get()), random);
    EnrolPages enrolment = new EnrolPages(views, options, steps, core.factors(), acts);
    InstantSource clock = InstantSource.system();
    AppPasswordTexts texts =
        new AppPasswordTexts(views.messages(), core.sessions(), views::actor, clock);
    DevicesPages devices = new DevicesPages(views, core.sessions(), core.history(), texts, acts);
    HistoryPages history = new HistoryPages(views, core.history());
    MadePage made =
        new MadePage(
            views,
            core.store(),
            new SetUpOffers(outside.services(), links, outside.signer()),
            acts);
    List<Route> all = new ArrayList<>();
    all.addAll(
        new SignInPages(
                views,
                options,
                sessions,
                new SignInPages.Checks(core.signIn(), core.factorCheck(), steps),
                acts)
            .routes());
    all.addAll(new SecondFactorPages(views, options, steps, core.factorCheck(), acts).routes());
    all.addAll(enrolment.routes());
    all.addAll(new FactorsPages(views, core.factors(), enrolment).routes());
    SentForms sent = new SentForms(random, Ticker.systemTicker());
    AppPasswordFormPage form = new AppPasswordFormPage(views, sent);
    all.addAll(
        new MakePages(
                views,
                new MakePages.Making(
                    core.appPasswords(), core.store(), core.uses(), texts, core.maxActive(), clock),
                form,
                sent,
                made)
            .routes());
    all.addAll(
        new AppPasswordPages(
                views,
                core.appPasswords(),
                texts,
                form,
                new AppPasswordPages.Rules(core.maxActive(), clock, acts))
            .routes());
    all.addAll(devices.routes());
    all.addAll(new PasswordPages(views, sessions, core.signIn(), core.passwords(), acts).routes());
    all.addAll(history.routes());
    all.addAll(
        new AdminPages(
                views,
                core.store(),
                new AdminPages.Shown(texts, devices, history, outside.noticesOff()),
                acts)
            .routes());
    all.addAll(
        new AdminActs(
                views, new AccountInPath(views, core.store()), core.administration(), texts, acts)
            .routes());
    return all;
  }

  /** Whom passkeys are for: the host that people find the portal at. */
  public static RelyingParty relyingParty(PublicServices services) {
    URI url = URI.create(services.portalUrl());
    String origin = url.getScheme() + "://" + url.getAuthority();
    return new RelyingParty(services.host(), "Latchkey", Set.of(origin));
  }

  /** Where requests go in. */
  public PortalSite site() {
    return site;
  }

  @Override
  public void close() {
    links.close();
    pages.shutdown();
    try {
      boolean _ = pages.awaitTermination(PAGES_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    pages.shutdownNow(); // a refusal that is held back needs no answer any more
  }
}
