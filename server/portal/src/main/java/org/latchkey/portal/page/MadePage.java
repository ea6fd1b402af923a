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

  MadePage(Views views, DirectoryStore store, SetUpOffers offers, Acts acts) {
    this.views = views;
    this.store = store;
    this.offers = offers;
    this.acts = acts;
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
    Optional<String> link = link(visit, generated);
    List<String> groups =
        List.of(new String(AppPasswordFormat.grouped(generated.secret())).split("-", -1));
    Optional<QrCode> qr = link.map(QrCode::of);
    String user = Views.name(visit.me());
    return Views.page(
        200,
        out ->
            JteappPasswordMadeGenerated.render(
                out, null, frame, again, label, user, groups, link.orElse(""), qr));
  }

  /** Whatever goes wrong with the link, the app password is there and has to be shown. */
  private Optional<String> link(Visit visit, GeneratedAppPassword generated) {
    try {
      Optional<Account> now = store.find(visit.me().id());
      Optional<AppPassword> made = now.flatMap(account -> account.appPassword(generated.id()));
      Optional<String> link =
          made.flatMap(each -> offers.link(now.orElseThrow(), each, generated.secret()));
      if (link.isPresent()) {
        acts.tell(PortalAct.PROFILE_OFFERED, visit, made.orElseThrow().label());
      }
      return link;
    } catch (RuntimeException e) {
      log.error("event=profile-failed app-password={}", generated.id(), e);
      return Optional.empty();
    }
  }
}
