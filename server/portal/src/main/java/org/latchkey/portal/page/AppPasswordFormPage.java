// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.page;

import java.util.Optional;
import org.latchkey.core.directory.DirectoryRefusalException;
import org.latchkey.core.password.AppPassword;
import org.latchkey.portal.template.JteappPasswordFormGenerated;
import org.latchkey.portal.web.Reply;
import org.latchkey.portal.web.Visit;

/** The page where an app password is chosen, and what it says when that can't be had. */
final class AppPasswordFormPage {
  private final Views views;
  private final SentForms sent;
  private final LabelTexts labels;

  AppPasswordFormPage(Views views, SentForms sent) {
    this.views = views;
    this.sent = sent;
    labels = new LabelTexts(views.messages());
  }

  /** The page for a new one, or of one that is there. */
  Reply show(Visit visit, Optional<AppPassword> of, AppPasswordForm form) {
    return page(visit, 200, "", of, form);
  }

  /** The page again, with what is wrong with the label; empty where nothing is. */
  Optional<Reply> badLabel(Visit visit, Optional<AppPassword> of, AppPasswordForm form) {
    return labels.problem(form.label()).map(problem -> page(visit, 422, problem, of, form));
  }

  /** The page again, with what couldn't be understood. */
  Reply mistaken(
      Visit visit, Optional<AppPassword> of, AppPasswordForm form, AppPasswordForm.Mistake what) {
    return page(visit, 422, views.messages().text(what.key()), of, form);
  }

  /** The page again, with why a rule said no. */
  Reply refused(
      Visit visit, Optional<AppPassword> of, AppPasswordForm form, DirectoryRefusalException why) {
    String problem =
        why.kind() == DirectoryRefusalException.Kind.LABEL_NOT_KEPT
            ? labels.notKept(form.label())
            : views.refusal(why);
    return page(visit, 422, problem, of, form);
  }

  private Reply page(
      Visit visit, int status, String problem, Optional<AppPassword> of, AppPasswordForm form) {
    Frame frame =
        of.isEmpty()
            ? views.frame(visit, "appPassword.new", "app-passwords")
            : views.frame(visit, "appPassword.change", "app-passwords", of.get().label());
    String action = Paths.APP_PASSWORDS + of.map(each -> "/" + each.id()).orElse("");
    String once = of.isEmpty() ? sent.field() : "";
    return Views.page(
        status,
        out -> JteappPasswordFormGenerated.render(out, null, frame, problem, action, once, form));
  }
}
