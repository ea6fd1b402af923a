// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.notice;

import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import org.latchkey.core.account.Account;
import org.latchkey.core.notice.Notice;
import org.latchkey.core.text.Invisible;
import org.latchkey.portal.text.People;

/**
 * Writes notices as mails of plain text. The same notice is always the same mail, as long as who
 * made the change keeps their name.
 */
public final class NoticeWriter {
  private static final int MAX_SHOWN = 256;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final String LINE = "\r\n";

  private final NoticeTexts texts = new NoticeTexts();
  private final Session session = Session.getInstance(new Properties());
  private final String from;
  private final String host;
  private final Optional<String> portal;
  private final People people;

  /**
   * @param from the address that they are from
   * @param host the server's own name, which makes their Message-IDs unique
   * @param portal the portal's URL, where there is one
   * @param people who knows what somebody is called
   */
  public NoticeWriter(String from, String host, Optional<String> portal, People people) {
    this.from = from;
    this.host = host;
    this.portal = portal;
    this.people = people;
  }

  /** The mail to the account's address; empty when it has none that mail can be sent to. */
  Optional<NoticeMail> write(Notice notice, Account account) {
    Optional<InternetAddress> to = address(account);
    return to.isEmpty() ? Optional.empty() : Optional.of(write(notice, account, to.get()));
  }

  private static Optional<InternetAddress> address(Account account) {
    Optional<String> mail = account.attribute("mail").or(() -> account.attribute("rfc822Mailbox"));
    try {
      return mail.isPresent() && StandardCharsets.US_ASCII.newEncoder().canEncode(mail.get())
          ? Optional.of(new InternetAddress(mail.get(), true))
          : Optional.empty();
    } catch (AddressException notOne) {
      return Optional.empty();
    }
  }

  private NoticeMail write(Notice notice, Account account, InternetAddress to) {
    try {
      NoticeMail mail = new NoticeMail(session, id(notice));
      mail.setFrom(new InternetAddress(from));
      mail.setRecipient(RecipientType.TO, new InternetAddress(to.getAddress()));
      mail.setSubject(texts.subject(notice.kind()), "UTF-8");
      mail.setSentDate(Date.from(notice.time()));
      mail.setHeader("Auto-Submitted", "auto-generated"); // RFC 3834 §5
      mail.setText(text(notice, account), "UTF-8");
      mail.saveChanges();
      return mail;
    } catch (MessagingException e) {
      throw new IllegalStateException("a notice can't be written", e);
    }
  }

  private String id(Notice notice) {
    return "<notice.%d.%d@%s>".formatted(notice.number(), notice.time().toEpochMilli(), host);
  }

  private String text(Notice notice, Account account) {
    List<String> lines = new ArrayList<>();
    lines.add(texts.what(notice));
    lines.add("");
    lines.add("  " + texts.get("account", shown(account.attribute("uid").orElse(account.dn()))));
    if (!notice.label().isEmpty()) {
      lines.add("  " + texts.get("label", shown(notice.label())));
    }
    lines.add("  " + texts.get("time", TIME.format(notice.time())));
    lines.add("  " + by(notice, account));
    lines.add("");
    lines.add(texts.get("expected"));
    lines.add(texts.get("unexpected"));
    portal.ifPresent(url -> lines.add(texts.get("portal", url)));
    lines.add("");
    lines.add(texts.get("automatic"));
    return String.join(LINE, lines) + LINE;
  }

  private String by(Notice notice, Account account) {
    if (notice.by().equalsIgnoreCase(account.dn())) {
      return texts.get("by.you");
    }
    return people
        .nameOf(notice.by())
        .map(name -> texts.get("by", shown(name)))
        .orElseGet(() -> texts.get("by.admin"));
  }

  /** Somebody's own text, on one line and in the order in which it is stored. */
  private static String shown(String text) {
    StringBuilder shown = new StringBuilder();
    text.codePoints()
        .limit(MAX_SHOWN)
        .map(each -> Invisible.is(each) && !Invisible.isJoiner(each) ? '\ufffd' : each)
        .forEach(shown::appendCodePoint);
    return shown.toString();
  }
}
