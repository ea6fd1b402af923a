// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.rules;

import org.apache.directory.api.ldap.model.exception.LdapException;
import org.apache.directory.api.ldap.model.exception.LdapOperationErrorException;
import org.apache.directory.server.core.api.interceptor.BaseInterceptor;
import org.apache.directory.server.core.api.interceptor.context.AddOperationContext;
import org.apache.directory.server.core.api.interceptor.context.DeleteOperationContext;
import org.apache.directory.server.core.api.interceptor.context.ModifyOperationContext;
import org.apache.directory.server.core.api.interceptor.context.MoveAndRenameOperationContext;
import org.apache.directory.server.core.api.interceptor.context.MoveOperationContext;
import org.apache.directory.server.core.api.interceptor.context.RenameOperationContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Goes first. ApacheDS aborts a write transaction on an LdapException only; any other exception
 * would leave it open, and with it the one writer's place, so here it becomes one.
 */
public final class FailureInterceptor extends BaseInterceptor {
  private static final Logger log = LoggerFactory.getLogger(FailureInterceptor.class);

  public FailureInterceptor() {
    super("failure");
  }

  private interface Operation {
    void run() throws LdapException;
  }

  private static void guarded(Operation operation) throws LdapException {
    try {
      operation.run();
    } catch (RuntimeException e) {
      log.error("event=directory-operation-failed", e);
      throw new LdapOperationErrorException("internal error", e);
    }
  }

  @Override
  public void add(AddOperationContext context) throws LdapException {
    guarded(() -> next(context));
  }

  @Override
  public void delete(DeleteOperationContext context) throws LdapException {
    guarded(() -> next(context));
  }

  @Override
  public void modify(ModifyOperationContext context) throws LdapException {
    guarded(() -> next(context));
  }

  @Override
  public void rename(RenameOperationContext context) throws LdapException {
    guarded(() -> next(context));
  }

  @Override
  public void move(MoveOperationContext context) throws LdapException {
    guarded(() -> next(context));
  }

  @Override
  public void moveAndRename(MoveAndRenameOperationContext context) throws LdapException {
    guarded(() -> next(context));
  }
}
