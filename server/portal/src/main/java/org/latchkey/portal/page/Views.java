// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.page;

import gg.jte.html.HtmlTemplateOutput;
import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;
import java.util.Optional;
import java.util.function.Consumer;
import org.latchkey.core.account.Account;
import org.latchkey.core.directory.DirectoryRefusalException;
import org.latchkey.core.directory.DirectoryStore;
import org.latchkey.portal.session.PortalSession;
import org.latchkey.portal.session.Standing;
import org.latchkey.portal.template.JtemessageGenerated;
import org.latchkey.portal.text.Messages;
import org.latchkey.portal.text.People;
import org.latchkey.portal.web.Reply;
import org.latchkey.portal.web.Visit;

/** Makes pages out of templates. */
final class Views {
  private final Messages messages;
  private final DirectoryStore store;
  private final People people;

  Views(Messages messages, DirectoryStore store) {
    this.messages = messages;
    this.store = store;
    people = new People(store::findByLogin);
  }

  Messages messages() {
    return messages;
  }

  /** The frame of a page; what the session had to say is said by it. */
  Frame frame(Visit visit, String titleKey, String section, Object... values) {
    Optional<Frame.Person> person =
        visit.session().standing() instanceof Standing.SignedIn
            ? visit
                .account()
                .map(account -> new Frame.Person(name(account), store.isAdmin(account.id())))
            : Optional.empty();
    return new Frame(
        messages,
        messages.text(titleKey, values),
        section,
        person,
        visit.session().csrfToken(),
        visit.session().takeFlash().orElse(""));
  }

  /** The same visit under the session that it goes on with. */
  Visit at(Visit visit, PortalSession session) {
    return new Visit(
        visit.path(),
        visit.parameters(),
        visit.query(),
        visit.form(),
        session,
        visit.account().flatMap(account -> store.find(account.id())),
        visit.client(),
        visit.knownBrowser());
  }

  /** A page that says one thing. */
  Reply message(Visit visit, int status, String key) {
    return saying(visit, status, messages.text(key));
  }

  /** A page that says one thing to whoever it may be. */
  Reply plain(int status, String key) {
    Frame frame = new Frame(messages, messages.text("error.title"), "", Optional.empty(), "", "");
    return page(status, out -> JtemessageGenerated.render(out, null, frame, messages.text(key)));
  }

  /** A page that says this text. */
  Reply saying(Visit visit, int status, String text) {
    return saying(visit, "error.title", status, text);
  }

  /** The same under a title of its own. */
  Reply saying(Visit visit, String titleKey, int status, String text) {
    Frame frame = frame(visit, titleKey, "");
    return page(status, out -> JtemessageGenerated.render(out, null, frame, text));
  }

  /** Why a rule said no, in the portal's words where it has some. */
  String refusal(DirectoryRefusalException why) {
    return switch (why.kind()) {
      case NOT_FOUND -> messages.text("error.notFound");
      case ALREADY_EXISTS -> messages.text("refused.taken");
      case LIMIT_REACHED -> messages.text("refused.limit");
      case LABEL_NOT_KEPT -> messages.text("label.not-kept");
      case INVALID -> messages.text("refused.invalid", String.valueOf(why.getMessage()));
    };
  }

  /** What a person is called. */
  static String name(Account account) {
    return People.name(account);
  }

  /** What somebody is called to others who did something to an account. */
  String actor(String dn) {
    return people.nameOf(dn).orElseGet(() -> messages.text("anAdmin"));
  }

  static Reply page(int status, Consumer<HtmlTemplateOutput> template) {
    StringOutput html = new StringOutput(8192);
    template.accept(new OwaspHtmlTemplateOutput(html));
    return Reply.page(status, html.toString());
  }
}
