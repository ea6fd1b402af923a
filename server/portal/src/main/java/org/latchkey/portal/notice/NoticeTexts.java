// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.notice;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;
import org.latchkey.core.notice.Notice;

/** The words of notices, from the message bundle {@code notices.properties}. */
final class NoticeTexts {
  private final ResourceBundle bundle =
      ResourceBundle.getBundle("org.latchkey.portal.notice.notices", Locale.ROOT);

  String subject(Notice.Kind kind) {
    return get("subject." + kind.name().toLowerCase(Locale.ROOT).replace('_', '-'));
  }

  String what(Notice notice) {
    return get("what." + notice.change().id());
  }

  /**
   * The text of a key.
   *
   * @param about what it is about
   */
  String get(String key, String... about) {
    return new MessageFormat(bundle.getString(key), Locale.ROOT).format(about);
  }
}
