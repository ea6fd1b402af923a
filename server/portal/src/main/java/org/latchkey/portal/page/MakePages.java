// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.page;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.latchkey.core.account.AccountId;
import org.latchkey.core.directory.DirectoryRefusalException;
import org.latchkey.core.directory.DirectoryStore;
import org.latchkey.core.password.AppPasswordId;
import org.latchkey.core.password.AppPasswords;
import org.latchkey.core.password.GeneratedAppPassword;
import org.latchkey.core.password.LastUses;
import org.latchkey.portal.web.Access;
import org.latchkey.portal.web.Reply;
import org.latchkey.portal.web.Route;
import org.latchkey.portal.web.Visit;

/** How a person makes an app password: the form, and the page that shows it once. */
final class MakePages {
  private final Views views;
  private final Making making;
  private final AppPasswordFormPage form;
  private final SentForms sent;
  private final MadePage made;

  /**
   * What app passwords are made with, and how it is known whether one is in use.
   *
   * @param maxActive how many an account may hold
   */
  record Making(
      AppPasswords appPasswords,
      DirectoryStore store,
      LastUses uses,
      AppPasswordTexts texts,
      int maxActive,
      InstantSource clock) {}

  MakePages(Views views, Making making, AppPasswordFormPage form, SentForms sent, MadePage made) {
    this.views = views;
    this.making = making;
    this.form = form;
    this.sent = sent;
    this.made = made;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/app-passwords/new", Access.FRESH, this::newForm),
        Route.post("/app-passwords", Access.FRESH, this::make)
            .on("/app-passwords/new", AppPasswordForm.FIELDS));
  }

  /** Where an account has no place for one more, the list says so. */
  private Reply newForm(Visit visit) {
    if (making.texts().active(visit.me()) >= making.maxActive()) {
      return Reply.seeOther(Paths.APP_PASSWORDS);
    }
    AppPasswordForm shown = AppPasswordForm.shown(visit.form(), Optional.empty());
    return form.show(visit, Optional.empty(), shown);
  }

  private Reply make(Visit visit) {
    AppPasswordForm chosen = AppPasswordForm.of(visit.form());
    SentForm once = sent.of(visit.me().id(), visit.form().text("once"), chosen);
    return once.alone(
        () ->
            once.made().isEmpty()
                ? make(visit, chosen, once)
                : makeAgain(visit, chosen.label(), once, once.made().get()));
  }

  private Reply make(Visit visit, AppPasswordForm chosen, SentForm once) {
    Optional<Reply> badLabel = form.badLabel(visit, Optional.empty(), chosen);
    if (badLabel.isPresent()) {
      return badLabel.get();
    }
    Frame frame = made.frame(visit);
    try (GeneratedAppPassword generated =
        making
            .appPasswords()
            .generate(
                visit.proof(),
                visit.me().id(),
                chosen.draft(making.clock().instant(), Optional.empty()))) {
      once.made(generated.id());
      return made.show(visit, frame, false, generated);
    } catch (AppPasswordForm.Mistake mistake) {
      return form.mistaken(visit, Optional.empty(), chosen, mistake);
    } catch (DirectoryRefusalException e) {
      return form.refused(visit, Optional.empty(), chosen, e);
    }
  }

  /**
   * A browser shows the answer to what it sent last: nobody saw the first one. As long as nothing
   * has signed in with the secret in that, there is another one to be seen.
   */
  private Reply makeAgain(Visit visit, String label, SentForm once, AppPasswordId id) {
    if (!once.isRecent() || !isUnused(visit.me().id(), id)) {
      String text = views.messages().text("made.already", label);
      return views.saying(visit, "made.alreadyTitle", 409, text);
    }
    Frame frame = made.frame(visit);
    try (GeneratedAppPassword generated =
        making.appPasswords().regenerate(visit.proof(), visit.me().id(), id)) {
      return made.show(visit, frame, true, generated);
    }
  }

  /** Whether it is there and nothing has signed in with it yet. */
  private boolean isUnused(AccountId owner, AppPasswordId id) {
    return making
        .store()
        .find(owner)
        .flatMap(now -> now.appPassword(id).filter(each -> making.texts().live(now, each) == 0))
        .filter(each -> each.lastUse().isEmpty() && making.uses().seen(id).isEmpty())
        .isPresent();
  }
}
