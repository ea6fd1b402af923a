// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.page;

import java.util.Optional;
import org.latchkey.core.password.AppPasswordRules;
import org.latchkey.portal.text.Messages;

/** Says what is wrong with a name that somebody chose for an app password or a passkey. */
final class LabelTexts {
  private final Messages m;

  LabelTexts(Messages messages) {
    this.m = messages;
  }

  /** Why a rule refuses it; empty where none does. */
  Optional<String> problem(String label) {
    return AppPasswordRules.labelProblem(label)
        .map(each -> m.text("label." + each.id(), AppPasswordRules.MAX_LABEL));
  }

  /** Why the directory can't keep it, as far as its characters show. */
  String notKept(String label) {
    return m.text(
        label.codePoints().anyMatch(LabelTexts::isEmoji) ? "label.emoji" : "label.not-kept");
  }

  /** Digits and some signs can be shown as emoji too, but are texts of their own. */
  private static boolean isEmoji(int codePoint) {
    return Character.isEmojiPresentation(codePoint)
        || (Character.isSupplementaryCodePoint(codePoint) && Character.isEmoji(codePoint));
  }
}
