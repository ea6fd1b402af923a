// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.password;

import com.nulabinc.zxcvbn.Pattern;
import com.nulabinc.zxcvbn.Strength;
import com.nulabinc.zxcvbn.Zxcvbn;
import com.nulabinc.zxcvbn.matchers.Match;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Tells passwords that are tried first, by zxcvbn and the lists that it brings: words that many
 * people use, repeats, rows of keys, dates, and the names of the account and its organisation.
 */
final class GuessablePasswords {
  /** Fewer guesses than this, and a password is no secret. */
  private static final double LEAST_GUESSES = 1e6;

  /** What has to be there beside a name. */
  private static final double LEAST_BESIDE = 1e5;

  /** More than this costs too much to look at: the beginning and the end are looked at then. */
  private static final int MOST_CHARS = 64;

  private GuessablePasswords() {}

  /** What a password is that is tried first. */
  enum Kind {
    NOT,
    NAME,
    ORGANISATION,
    REPEAT,
    COMMON
  }

  /** The library with its lists, loaded when the first password is chosen. */
  private static final class Library {
    static final Zxcvbn ZXCVBN = new Zxcvbn();
  }

  /**
   * What it is.
   *
   * @param own words that the account is known by, in lower case, the longest first
   * @param organisation the same of the organisation
   */
  static Kind find(String password, List<String> own, List<String> organisation) {
    String lower = password.toLowerCase(Locale.ROOT);
    if (isLittleBeside(lower, own)) {
      return Kind.NAME;
    }
    if (isLittleBeside(lower, organisation)) {
      return Kind.ORGANISATION;
    }
    List<String> names = new ArrayList<>(own);
    names.addAll(organisation);
    if (isLittleBeside(lower, names)) {
      return Kind.NAME;
    }
    Strength weakest = measure(password, names);
    if (weakest.getGuesses() >= LEAST_GUESSES) {
      return Kind.NOT;
    }
    return kind(weakest, own);
  }

  private static Kind kind(Strength weakest, List<String> own) {
    for (Match each : weakest.getSequence()) {
      if (each.pattern == Pattern.Dictionary && "user_inputs".equals(each.dictionaryName)) {
        return own.contains(each.matchedWord.toString()) ? Kind.NAME : Kind.ORGANISATION;
      }
    }
    boolean repeats =
        weakest.getSequence().stream()
            .allMatch(
                each ->
                    each.pattern == Pattern.Repeat
                        || each.pattern == Pattern.Sequence
                        || each.pattern == Pattern.Spatial);
    return repeats ? Kind.REPEAT : Kind.COMMON;
  }

  /** Whether hardly anything is left of it without these words. */
  private static boolean isLittleBeside(String password, List<String> words) {
    String left = password;
    for (String word : words) {
      left = left.replace(word, " ");
    }
    if (left.equals(password)) {
      return false;
    }
    String rest = left.replaceAll("[^\\p{L}\\p{N}]+", "");
    return rest.isEmpty() || measure(rest, words).getGuesses() < LEAST_BESIDE;
  }

  /** One at a time, which bounds what it costs. */
  private static synchronized Strength measure(String password, List<String> names) {
    if (password.length() <= MOST_CHARS) {
      return Library.ZXCVBN.measure(password, names);
    }
    Strength beginning = Library.ZXCVBN.measure(password.substring(0, MOST_CHARS), names);
    Strength end =
        Library.ZXCVBN.measure(password.substring(password.length() - MOST_CHARS), names);
    return beginning.getGuesses() > end.getGuesses() ? beginning : end;
  }
}
