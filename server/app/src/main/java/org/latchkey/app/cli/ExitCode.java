// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.cli;

/** What the shell is told. */
final class ExitCode {
  static final int OK = 0;

  /** The server, or a check, said no. */
  static final int REFUSED = 1;

  /** The command line makes no sense. */
  static final int USAGE = 2;

  /** The server can't be reached, or can't start. */
  static final int UNAVAILABLE = 3;

  /** A bug: EX_SOFTWARE of sysexits.h. */
  static final int BUG = 70;

  private ExitCode() {}
}
