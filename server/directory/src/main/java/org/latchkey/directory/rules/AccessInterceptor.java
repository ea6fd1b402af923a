// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.rules;

import java.util.List;
import java.util.Set;
import org.apache.directory.api.ldap.model.constants.AuthenticationLevel;
import org.apache.directory.api.ldap.model.entry.Entry;
import org.apache.directory.api.ldap.model.exception.LdapException;
import org.apache.directory.api.ldap.model.filter.BranchNode;
import org.apache.directory.api.ldap.model.filter.ExprNode;
import org.apache.directory.api.ldap.model.filter.LeafNode;
import org.apache.directory.api.ldap.model.message.ResultCodeEnum;
import org.apache.directory.api.ldap.model.name.Ava;
import org.apache.directory.api.ldap.model.name.Dn;
import org.apache.directory.api.ldap.model.name.Rdn;
import org.apache.directory.api.ldap.model.schema.AttributeType;
import org.apache.directory.server.core.api.LdapPrincipal;
import org.apache.directory.server.core.api.filtering.EntryFilteringCursor;
import org.apache.directory.server.core.api.interceptor.BaseInterceptor;
import org.apache.directory.server.core.api.interceptor.context.AddOperationContext;
import org.apache.directory.server.core.api.interceptor.context.CompareOperationContext;
import org.apache.directory.server.core.api.interceptor.context.DeleteOperationContext;
import org.apache.directory.server.core.api.interceptor.context.HasEntryOperationContext;
import org.apache.directory.server.core.api.interceptor.context.LookupOperationContext;
import org.apache.directory.server.core.api.interceptor.context.ModifyOperationContext;
import org.apache.directory.server.core.api.interceptor.context.MoveAndRenameOperationContext;
import org.apache.directory.server.core.api.interceptor.context.MoveOperationContext;
import org.apache.directory.server.core.api.interceptor.context.OperationContext;
import org.apache.directory.server.core.api.interceptor.context.RenameOperationContext;
import org.apache.directory.server.core.api.interceptor.context.SearchOperationContext;
import org.latchkey.directory.schema.Names;
import org.latchkey.directory.schema.Oids;

/**
 * Who may do what on the admin port. Admins do everything but see a verifier or a sealed secret; an
 * account sees itself and its app passwords; everybody else sees the root DSE and the schema. They
 * are in no result and no filter, whoever asks.
 */
public final class AccessInterceptor extends BaseInterceptor {
  private static final List<String> NEVER_SHOWN =
      List.of(
          "userPassword", Names.REVOKED, Names.UPSTREAM_SECRET, Names.TOTP, Names.RECOVERY_CODE);

  /** What the server writes: a name becomes a value of its entry, and none of these comes in so. */
  private static final Set<String> NEVER_NAMES =
      Set.of(
          Oids.USER_PASSWORD,
          Oids.TOTP,
          Oids.PASSKEY,
          Oids.RECOVERY_CODE,
          Oids.REVOKED,
          Oids.UPSTREAM_SECRET);

  private final Admins admins;
  private final String base;

  /**
   * @param base the suffix that holds the accounts
   */
  public AccessInterceptor(Admins admins, String base) {
    super("access");
    this.admins = admins;
    this.base = base;
  }

  @Override
  public void add(AddOperationContext context) throws LdapException {
    demandAdmin(context, context.getDn());
    demandName(context, context.getDn().getRdn());
    SecondFactorEntries.checkAdded(context.getEntry(), Acting.isServer(directoryService, context));
    next(context);
  }

  @Override
  public void delete(DeleteOperationContext context) throws LdapException {
    demandAdmin(context, context.getDn());
    next(context);
  }

  @Override
  public void modify(ModifyOperationContext context) throws LdapException {
    demandAdmin(context, context.getDn());
    // Before the schema's own checks, which tell whether a value is there.
    SecondFactorEntries.checkChange(
        context.getModItems(), Acting.isServer(directoryService, context));
    next(context);
  }

  @Override
  public void rename(RenameOperationContext context) throws LdapException {
    demandAdmin(context, context.getDn());
    demandName(context, context.getNewRdn());
    next(context);
  }

  @Override
  public void move(MoveOperationContext context) throws LdapException {
    demandAdmin(context, context.getDn());
    demandAdmin(context, context.getNewSuperior());
    next(context);
  }

  @Override
  public void moveAndRename(MoveAndRenameOperationContext context) throws LdapException {
    demandAdmin(context, context.getDn());
    demandAdmin(context, context.getNewSuperiorDn());
    demandName(context, context.getNewRdn());
    next(context);
  }

  @Override
  public boolean compare(CompareOperationContext context) throws LdapException {
    demandReader(context, context.getDn());
    if (!Acting.isServer(directoryService, context)) {
      demandShown(context.getAttributeType());
    }
    return next(context);
  }

  @Override
  public boolean hasEntry(HasEntryOperationContext context) throws LdapException {
    demandReader(context, context.getDn());
    return next(context);
  }

  @Override
  public Entry lookup(LookupOperationContext context) throws LdapException {
    demandReader(context, context.getDn());
    Entry entry = next(context);
    if (!Acting.isServer(directoryService, context)) {
      hideVerifiers(entry);
    }
    return entry;
  }

  @Override
  public EntryFilteringCursor search(SearchOperationContext context) throws LdapException {
    if (Acting.isServer(directoryService, context)) {
      return next(context);
    }
    demandReader(context, context.getDn());
    demandShown(context.getFilter());
    EntryFilteringCursor cursor = next(context);
    cursor.addEntryFilter(
        new org.apache.directory.server.core.api.filtering.EntryFilter() {
          @Override
          public boolean accept(SearchOperationContext operation, Entry entry)
              throws LdapException {
            hideVerifiers(entry);
            return true;
          }

          @Override
          public String toString(String tabs) {
            return tabs + "no verifiers";
          }
        });
    return cursor;
  }

  private void demandAdmin(OperationContext context, Dn target) throws LdapException {
    if (Acting.isServer(directoryService, context)) {
      return;
    }
    if (!admins.isAdmin(context.getSession().getAuthenticatedPrincipal())
        || !target.isDescendantOf(new Dn(schemaManager, base))) {
      throw denied();
    }
  }

  private void demandName(OperationContext context, Rdn name) throws LdapException {
    if (Acting.isServer(directoryService, context)) {
      return;
    }
    for (Ava each : name) {
      AttributeType type = schemaManager.lookupAttributeTypeRegistry(each.getType());
      if (NEVER_NAMES.contains(type.getOid())) {
        throw Refused.unwilling(type.getName() + " names no entry");
      }
    }
  }

  private void demandReader(OperationContext context, Dn target) throws LdapException {
    if (Acting.isServer(directoryService, context) || isPublic(target)) {
      return;
    }
    LdapPrincipal principal = context.getSession().getAuthenticatedPrincipal();
    boolean anonymous = principal.getAuthenticationLevel() == AuthenticationLevel.NONE;
    boolean own = !anonymous && target.isDescendantOf(principal.getDn());
    boolean admin =
        !anonymous
            && target.isDescendantOf(new Dn(schemaManager, base))
            && admins.isAdmin(principal);
    if (!own && !admin) {
      throw denied();
    }
  }

  private static boolean isPublic(Dn target) {
    return target.isRootDse() || target.getName().equalsIgnoreCase("cn=schema");
  }

  private void demandShown(ExprNode filter) throws LdapException {
    if (filter instanceof BranchNode branch) {
      for (ExprNode child : branch.getChildren()) {
        demandShown(child);
      }
    } else if (filter instanceof LeafNode leaf) {
      AttributeType type = leaf.getAttributeType();
      String name = leaf.getAttribute();
      if (type == null && name != null && schemaManager.getAttributeTypeRegistry().contains(name)) {
        type = schemaManager.lookupAttributeTypeRegistry(name);
      }
      if (type != null) {
        demandShown(type);
      }
    }
  }

  private static void demandShown(AttributeType type) throws LdapException {
    for (String hidden : NEVER_SHOWN) {
      if (type.getNames().contains(hidden)) {
        throw denied();
      }
    }
  }

  private static void hideVerifiers(Entry entry) throws LdapException {
    if (entry != null) {
      entry.removeAttributes(NEVER_SHOWN.toArray(String[]::new));
    }
  }

  private static Refused denied() {
    return new Refused(ResultCodeEnum.INSUFFICIENT_ACCESS_RIGHTS, "you may not do that here");
  }
}
