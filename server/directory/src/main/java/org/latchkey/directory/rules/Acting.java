// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.rules;

import org.apache.directory.server.core.api.DirectoryService;
import org.apache.directory.server.core.api.interceptor.context.OperationContext;

/**
 * On whose behalf the server itself changes the directory. Its own operations run with ApacheDS's
 * system session, which nobody can bind as; who asked for them is kept here.
 */
public final class Acting {
  private static final ScopedValue<String> BY = ScopedValue.newInstance();

  private Acting() {}

  /** Runs a change that the server makes for somebody. */
  public static <R, X extends Throwable> R by(String dn, ScopedValue.CallableOp<R, X> change)
      throws X {
    return ScopedValue.where(BY, dn).call(change);
  }

  /** Whether the server itself, and no client, runs the operation. */
  static boolean isServer(DirectoryService service, OperationContext context) {
    return context
        .getSession()
        .getAuthenticatedPrincipal()
        .getDn()
        .equals(service.getAdminSession().getAuthenticatedPrincipal().getDn());
  }

  /** The DN of whoever wants the operation. */
  static String who(OperationContext context) {
    return BY.isBound()
        ? BY.get()
        : context.getSession().getAuthenticatedPrincipal().getDn().getName();
  }
}
