// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.dav.gateway;

import java.util.Optional;

/**
 * What is asked of a body before it is passed on.
 *
 * @param confinement what it may name; empty where nobody looks
 */
record ReportCheck(Optional<Confinement> confinement, Optional<References> references) {
  static final ReportCheck NONE = new ReportCheck(Optional.empty(), Optional.empty());

  static ReportCheck of(Confinement confinement, References references) {
    return new ReportCheck(Optional.of(confinement), Optional.of(references));
  }

  boolean looks() {
    return confinement.isPresent();
  }

  /** Whether a body may go, whole and as it is. */
  boolean allows(Outgoing outgoing, byte[] body) {
    return confinement
        .map(each -> !outgoing.isCoded() && each.allowsReport(body, references.orElseThrow()))
        .orElse(true);
  }
}
