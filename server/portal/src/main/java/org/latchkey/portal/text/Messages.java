// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.text;

import java.text.MessageFormat;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.ResourceBundle;

/** The texts of one language, from its bundle. */
public final class Messages {
  private static final String BUNDLE = "org.latchkey.portal.text.messages";

  private final Locale locale;
  private final ResourceBundle bundle;
  private final DateTimeFormatter minutes;

  public Messages(Locale locale) {
    this.locale = locale;
    bundle = ResourceBundle.getBundle(BUNDLE, locale);
    minutes =
        DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm 'UTC'", locale).withZone(ZoneOffset.UTC);
  }

  /** The language tag of its pages (RFC 5646). */
  public String language() {
    return locale.toLanguageTag();
  }

  /**
   * The text of a key, with values in its places ({@link MessageFormat}).
   *
   * @throws java.util.MissingResourceException when the bundle has no such key
   */
  public String text(String key, Object... values) {
    String pattern = bundle.getString(key);
    return values.length == 0 ? pattern : new MessageFormat(pattern, locale).format(values);
  }

  /** The text of a key, or another where the bundle has none. */
  public String textOr(String key, String otherwise) {
    return bundle.containsKey(key) ? bundle.getString(key) : otherwise;
  }

  /** A point in time to the minute. */
  public String time(Instant time) {
    return minutes.format(time);
  }
}
