// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.audit;

import java.util.Locale;

/** What is sprayed over what. */
public enum SprayKind {
  /** One secret is tried on many names. */
  SECRET_ON_MANY_NAMES,
  /** One name is tried from many sources. */
  NAME_FROM_MANY_SOURCES;

  private final String id = name().toLowerCase(Locale.ROOT).replace('_', '-');

  /** The name in the log and the metrics. */
  public String id() {
    return id;
  }
}
