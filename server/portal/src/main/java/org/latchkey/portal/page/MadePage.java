// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.page;

import java.util.List;
import java.util.Optional;
import org.latchkey.core.account.Account;
import org.latchkey.core.audit.PortalAct;
import org.latchkey.core.directory.DirectoryStore;
import org.latchkey.core.password.AppPassword;
import org.latchkey.core.password.AppPasswordFormat;
import org.latchkey.core.password.GeneratedAppPassword;
import org.latchkey.core.password.Secret;
import org.latchkey.portal.onboarding.PublicService;
import org.latchkey.portal.onboarding.PublicService.Kind;
import org.latchkey.portal.qr.QrCode;
import org.latchkey.portal.template.JteappPasswordMadeGenerated;
import org.latchkey.portal.web.Reply;
import org.latchkey.portal.web.Visit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The only page that ever shows an app password, with what sets a device up without typing it. */
final class MadePage {
  private static final Logger log = LoggerFactory.getLogger(MadePage.class);

  private final Views views;
  private final DirectoryStore store;
  private final SetUpOffers offers;
  private final Acts acts;
  private final ServerTexts texts;

  MadePage(Views views, DirectoryStore store, SetUpOffers offers, Acts acts) {
    this.views = views;
    this.store = store;
    this.offers = offers;
    this.acts = acts;
    texts = new ServerTexts(views.messages());
  }

  /**
   * What is round it: made before the app password is, so that nothing can keep it from showing.
   */
  Frame frame(Visit visit) {
    return views.frame(visit, "made.title", "app-passwords");
  }

  /**
   * The page.
   *
   * @param again whether another secret went out to be shown before
   */
  Reply show(Visit visit, Frame frame, boolean again, GeneratedAppPassword generated) {
    String label = AppPasswordForm.of(visit.form()).label();
    SetUp setUp = setUp(visit, generated);
    List<String> groups =
        List.of(new String(AppPasswordFormat.grouped(generated.secret())).split("-", -1));
    Optional<QrCode> qr = Optional.of(setUp.link()).filter(l -> !l.isEmpty()).map(QrCode::of);
    String user = Views.name(visit.me());
    return Views.page(
        200,
        out ->
            JteappPasswordMadeGenerated.render(
                out, null, frame, again, label, user, groups, setUp, qr));
  }

  /** Whatever goes wrong with this, the app password is there and has to be shown. */
  private SetUp setUp(Visit visit, GeneratedAppPassword generated) {
    try {
      Account now = store.find(visit.me().id()).orElseThrow();
      AppPassword appPassword = now.appPassword(generated.id()).orElseThrow();
      List<PublicService> servers = offers.servers(appPassword);
      return new SetUp(
          link(visit, now, appPassword, generated.secret()),
          servers.stream().map(each -> texts.text(each, now)).toList(),
          now.attribute("mail").isPresent() && servers.stream().anyMatch(MadePage::isMail));
    } catch (RuntimeException e) {
      log.error("event=set-up-failed app-password={}", generated.id(), e);
      return SetUp.NONE;
    }
  }

  private static boolean isMail(PublicService server) {
    return server.kind() == Kind.IMAP || server.kind() == Kind.POP3;
  }

  /** A profile that can't be made leaves the servers to be typed. */
  private String link(Visit visit, Account now, AppPassword appPassword, Secret secret) {
    try {
      Optional<String> link = offers.link(now, appPassword, secret);
      if (link.isPresent()) {
        acts.tell(PortalAct.PROFILE_OFFERED, visit, appPassword.label());
      }
      return link.orElse("");
    } catch (RuntimeException e) {
      log.error("event=profile-failed app-password={}", appPassword.id(), e);
      return "";
    }
  }
}
