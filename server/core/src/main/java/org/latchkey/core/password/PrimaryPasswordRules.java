// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.password;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.latchkey.config.PrimaryPasswordSettings;

/**
 * What a primary password has to be when it is chosen (NIST SP 800-63B-4 §3.1.1.2): long enough,
 * and nothing that is tried first. Passwords that were chosen before stay as good as they were.
 */
final class PrimaryPasswordRules {
  /** The least length in characters while it is the only thing that its owner signs in with. */
  static final int LEAST_ALONE = 15;

  static final int MAX_OCTETS = 1024;

  private static final int LEAST_WORD = 3;
  private static final int MOST_WORDS = 64;

  private final PrimaryPasswordSettings settings;
  private final List<String> organisation;

  /**
   * @param organisation what the organisation and its servers are called, such as DNS names
   */
  PrimaryPasswordRules(PrimaryPasswordSettings settings, Collection<String> organisation) {
    this.settings = settings;
    List<String> names = new ArrayList<>(organisation);
    names.add("latchkey");
    this.organisation = words(names);
  }

  /** The least length for an account, in characters. */
  int leastLength(boolean hasFactor) {
    return hasFactor ? settings.minLength() : Math.max(settings.minLength(), LEAST_ALONE);
  }

  /**
   * Why this can't be the primary password of this owner; empty when it can. That it isn't the
   * present one is for the caller to check.
   *
   * @param chosen as it was typed
   */
  Optional<String> refuse(Secret chosen, PasswordOwner owner) {
    Optional<Secret> prepared = prepared(chosen);
    if (prepared.isEmpty() || chosen.length() > MAX_OCTETS) {
      return Optional.of("a password is UTF-8 text of at most " + MAX_OCTETS + " octets");
    }
    try (Secret secret = prepared.get()) {
      if (AppPasswordFormat.isWellFormed(secret)) {
        return Optional.of(
            "a password that looks like an app password could be one in some device");
      }
      char[] chars = secret.chars().orElseThrow();
      try {
        return refuseText(new String(chars), owner);
      } finally {
        Arrays.fill(chars, '\0');
      }
    }
  }

  private Optional<String> refuseText(String text, PasswordOwner owner) {
    if (text.codePoints().anyMatch(Character::isISOControl)) {
      return Optional.of("a password holds no tabs, ends of lines or other control characters");
    }
    int least = leastLength(owner.hasFactor());
    if (text.codePointCount(0, text.length()) < least) {
      return Optional.of(
          owner.hasFactor() || least > LEAST_ALONE
              ? "a password has at least " + least + " characters"
              : "a password has at least %d characters, and %d once a second factor is enrolled"
                  .formatted(least, settings.minLength()));
    }
    return refuseGuessable(text, owner.names());
  }

  private Optional<String> refuseGuessable(String text, List<String> ownerNames) {
    List<String> own =
        longestFirst(
            ownerNames.stream()
                .flatMap(name -> Stream.concat(Stream.of(name), parts(localPart(name)))));
    List<String> others = new ArrayList<>(organisation);
    others.addAll(words(ownerNames.stream().map(PrimaryPasswordRules::domain).toList()));
    return switch (GuessablePasswords.find(text, own, others)) {
      case NOT -> Optional.empty();
      case NAME -> Optional.of("a password is more than the name of its account");
      case ORGANISATION ->
          Optional.of("a password is more than the name of the organisation or its servers");
      case REPEAT -> Optional.of("a password doesn't repeat itself, or follow a row of keys");
      case COMMON -> Optional.of("a password is none of those that many people use");
    };
  }

  private static String localPart(String name) {
    int at = name.lastIndexOf('@');
    return at < 0 ? name : name.substring(0, at);
  }

  private static String domain(String name) {
    int at = name.lastIndexOf('@');
    return at < 0 ? "" : name.substring(at + 1);
  }

  /** Names, and what they are made of. */
  private static List<String> words(Collection<String> names) {
    return longestFirst(
        names.stream().flatMap(name -> Stream.concat(Stream.of(name), parts(name))));
  }

  private static Stream<String> parts(String name) {
    return Stream.of(name.split("[^\\p{L}\\p{N}]+"));
  }

  private static List<String> longestFirst(Stream<String> words) {
    return words
        .map(word -> word.toLowerCase(Locale.ROOT))
        .filter(word -> word.length() >= LEAST_WORD)
        .distinct()
        .sorted(Comparator.comparingInt(String::length).reversed())
        .limit(MOST_WORDS)
        .toList();
  }

  /**
   * The password as it is hashed (RFC 8265 §4.2, OpaqueString): other spaces made plain ones, then
   * Unicode's form C. The end of a line behind it, which a file or the clipboard brings along, is
   * no part of it. The caller closes it; empty when it isn't UTF-8.
   */
  static Optional<Secret> prepared(Secret typed) {
    Optional<char[]> chars = typed.chars();
    if (chars.isEmpty()) {
      return Optional.empty();
    }
    char[] text = chars.get();
    try {
      for (int i = 0; i < text.length; i++) {
        if (text[i] >= 0x80 && Character.getType(text[i]) == Character.SPACE_SEPARATOR) {
          text[i] = ' ';
        }
      }
      int end = text.length;
      while (end > 0 && (text[end - 1] == '\n' || text[end - 1] == '\r' || text[end - 1] == '\t')) {
        end--;
      }
      String form = Normalizer.normalize(new String(text, 0, end), Normalizer.Form.NFC);
      return Optional.of(Secret.ofChars(form.toCharArray()));
    } finally {
      Arrays.fill(text, '\0');
    }
  }
}
