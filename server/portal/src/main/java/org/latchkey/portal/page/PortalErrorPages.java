// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.page;

import org.latchkey.core.directory.DirectoryRefusalException;
import org.latchkey.portal.web.ErrorPages;
import org.latchkey.portal.web.Reply;
import org.latchkey.portal.web.Visit;

/** The pages that say what went wrong, in the portal's words. */
final class PortalErrorPages implements ErrorPages {
  private final Views views;

  PortalErrorPages(Views views) {
    this.views = views;
  }

  @Override
  public Reply reply(Visit visit, int status, String messageKey) {
    return views.message(visit, status, messageKey);
  }

  @Override
  public Reply plain(int status) {
    return views.plain(
        status,
        switch (status) {
          case 405 -> "error.method";
          case 413 -> "error.tooLarge";
          default -> status < 500 ? "error.malformed" : "error.internal";
        });
  }

  @Override
  public Reply askAgain(Visit visit) {
    String path = Paths.PREFIX + visit.path();
    String again = Paths.isOwn(path) ? path : Paths.PREFIX + "/";
    return views
        .saying(visit, "signIn.title", 200, views.messages().text("askAgain"))
        .with("Refresh", "0; url=" + again);
  }

  @Override
  public void announce(Visit visit, String messageKey) {
    visit.session().flash(views.messages().text(messageKey));
  }

  @Override
  public Reply refused(Visit visit, DirectoryRefusalException why) {
    int status = why.kind() == DirectoryRefusalException.Kind.NOT_FOUND ? 404 : 422;
    return views.saying(visit, status, views.refusal(why));
  }
}
