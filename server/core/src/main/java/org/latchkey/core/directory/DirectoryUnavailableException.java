// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.directory;

/** The directory can't be asked now. The client is told to try later, never that it is wrong. */
public final class DirectoryUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public DirectoryUnavailableException(String message) {
    super(message);
  }

  public DirectoryUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
