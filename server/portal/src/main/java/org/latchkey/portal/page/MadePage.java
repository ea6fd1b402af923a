// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.page;

import java.util.Arrays;
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

/** The only page that ever shows an app password, with what sets a device up without typing it. */
final class MadePage {
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

  Reply show(Visit visit, GeneratedAppPassword generated) {
    Account now = store.find(visit.me().id()).orElse(visit.me());
    Optional<AppPassword> made = now.appPassword(generated.id());
    Optional<String> link = made.flatMap(each -> offers.link(now, each, generated.secret()));
    if (link.isPresent()) {
      acts.tell(PortalAct.PROFILE_OFFERED, visit, made.orElseThrow().label());
    }
    Frame frame = views.frame(visit, "made.title", "app-passwords");
    char[] grouped = AppPasswordFormat.grouped(generated.secret());
    List<String> groups = List.of(new String(grouped).split("-"));
    Arrays.fill(grouped, '\0');
    String label = made.map(AppPassword::label).orElse("");
    Optional<QrCode> qr = link.map(QrCode::of);
    return Views.page(
        200,
        out ->
            JteappPasswordMadeGenerated.render(
                out, null, frame, label, Views.name(now), groups, link.orElse(""), qr));
  }
}
