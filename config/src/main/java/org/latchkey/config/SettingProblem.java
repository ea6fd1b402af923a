// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.config;

/**
 * Something wrong with a setting that only shows when it is put to use.
 *
 * @param key with the tables it is in, such as {@code tls.certificate}
 * @param text the rest of a sentence that begins with the key
 */
public record SettingProblem(String key, String text) {
  /** The sentence. */
  public String sentence() {
    return '"' + key + "\" " + text;
  }
}
