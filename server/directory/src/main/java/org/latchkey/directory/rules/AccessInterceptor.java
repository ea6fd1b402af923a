// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.rules;

import java.util.Set;
import org.apache.directory.api.ldap.model.entry.Attribute;
import org.apache.directory.api.ldap.model.entry.Entry;
import org.apache.directory.api.ldap.model.entry.Modification;
import org.apache.directory.api.ldap.model.exception.LdapException;
import org.apache.directory.api.ldap.model.message.ResultCodeEnum;
import org.apache.directory.api.ldap.model.message.SearchScope;
import org.apache.directory.api.ldap.model.name.Ava;
import org.apache.directory.api.ldap.model.name.Dn;
import org.apache.directory.api.ldap.model.name.Rdn;
import org.apache.directory.api.ldap.model.schema.AttributeType;
import org.apache.directory.server.core.api.filtering.EntryFilter;
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
import org.latchkey.core.account.Service;
import org.latchkey.directory.schema.Oids;

/**
 * Who may do what on the admin port. Admins do everything below the base but see what is {@link
 * Hidden}; everybody else sees the root DSE and the schema. It is decided for each entry that
 * leaves, whatever the search was.
 */
public final class AccessInterceptor extends BaseInterceptor {
  /** What the server writes: a name becomes a value of its entry, and none of these comes in so. */
  private static final Set<String> NEVER_NAMES =
      Set.of(
          Oids.USER_PASSWORD,
          Oids.TOTP,
          Oids.PASSKEY,
          Oids.RECOVERY_CODE,
          Oids.REVOKED,
          Oids.UPSTREAM_SECRET,
          Oids.PRIVATE_KEY,
          Oids.PASSWORD_HISTORY);

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
    boolean server = Acting.isServer(directoryService, context);
    SecondFactorEntries.checkAdded(context.getEntry(), server);
    for (Attribute each : context.getEntry()) {
      demandPlace(each, server);
    }
    if (AdminRights.isForAdmins(context.getEntry())) {
      demandConfigured(context);
    }
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
    boolean server = Acting.isServer(directoryService, context);
    SecondFactorEntries.checkChange(context.getModItems(), server);
    if (context.getEntry() != null && AdminRights.isForAdmins(context.getEntry())) {
      demandConfigured(context);
    }
    for (Modification each : context.getModItems()) {
      Attribute attribute = each.getAttribute();
      demandPlace(attribute, server);
      if (attribute.getAttributeType().getOid().equals(Oids.SERVICE)
          && Services.of(attribute).contains(Service.ADMIN)) {
        demandConfigured(context);
      }
    }
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
    demandReader(context, context.getDn(), SearchScope.OBJECT);
    if (!Acting.isServer(directoryService, context) && Hidden.is(context.getAttributeType())) {
      throw denied();
    }
    return next(context);
  }

  @Override
  public boolean hasEntry(HasEntryOperationContext context) throws LdapException {
    demandReader(context, context.getDn(), SearchScope.OBJECT);
    return next(context);
  }

  @Override
  public Entry lookup(LookupOperationContext context) throws LdapException {
    demandReader(context, context.getDn(), SearchScope.OBJECT);
    Entry entry = next(context);
    if (entry != null && !Acting.isServer(directoryService, context)) {
      Hidden.strip(entry);
    }
    return entry;
  }

  @Override
  public EntryFilteringCursor search(SearchOperationContext context) throws LdapException {
    if (Acting.isServer(directoryService, context)) {
      return next(context);
    }
    demandReader(context, context.getDn(), context.getScope());
    if (Hidden.isAskedAbout(schemaManager, context.getFilter())) {
      throw denied();
    }
    boolean open = isPublic(context.getDn(), context.getScope());
    Dn accounts = new Dn(schemaManager, base);
    EntryFilteringCursor cursor = next(context);
    cursor.addEntryFilter(
        new EntryFilter() {
          @Override
          public boolean accept(SearchOperationContext operation, Entry entry) {
            if (!open && !entry.getDn().isDescendantOf(accounts)) {
              return false;
            }
            Hidden.strip(entry);
            return true;
          }

          @Override
          public String toString(String tabs) {
            return tabs + "what may be seen";
          }
        });
    return cursor;
  }

  private void demandAdmin(OperationContext context, Dn target) throws LdapException {
    if (Acting.isServer(directoryService, context)) {
      return;
    }
    if (!admins.isAdmin(context.getSession())
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

  /** Nobody but the server brings these in, wherever it may be. */
  private static void demandPlace(Attribute attribute, boolean server) throws LdapException {
    String oid = attribute.getAttributeType().getOid();
    boolean key = oid.equals(Oids.PRIVATE_KEY) || oid.equals(Oids.PASSWORD_HISTORY);
    if (key && !server && attribute.size() > 0) {
      throw Refused.unwilling(attribute.getAttributeType().getName() + " has no place here");
    }
  }

  /** What lets an admin in is the configured admin's to give here; members have the portal. */
  private void demandConfigured(OperationContext context) throws LdapException {
    boolean server = Acting.isServer(directoryService, context);
    if (!server && !admins.isConfigured(context.getSession())) {
      throw Refused.unwilling(
          "app passwords for the service admin are made and changed in the portal");
    }
  }

  private void demandReader(OperationContext context, Dn target, SearchScope scope)
      throws LdapException {
    if (Acting.isServer(directoryService, context) || isPublic(target, scope)) {
      return;
    }
    boolean whole = target.isRootDse() && scope != SearchScope.OBJECT;
    boolean below = whole || target.isDescendantOf(new Dn(schemaManager, base));
    if (!below || !admins.isAdmin(context.getSession())) {
      throw denied();
    }
  }

  /** The root DSE (RFC 4512 §5.1) and the subschema (§4.2), and nothing below or beside them. */
  private static boolean isPublic(Dn target, SearchScope scope) {
    return scope == SearchScope.OBJECT
        && (target.isRootDse() || target.getName().equalsIgnoreCase("cn=schema"));
  }

  private static Refused denied() {
    return new Refused(ResultCodeEnum.INSUFFICIENT_ACCESS_RIGHTS, "you may not do that here");
  }
}
