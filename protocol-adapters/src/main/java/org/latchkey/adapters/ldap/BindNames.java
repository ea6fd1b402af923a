// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.adapters.ldap;

import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.latchkey.adapters.ldap.schema.AttributeType;
import org.latchkey.adapters.ldap.schema.DistinguishedName;
import org.latchkey.adapters.ldap.schema.DistinguishedName.Rdn;
import org.latchkey.adapters.ldap.schema.LdapSchema;
import org.latchkey.core.account.Account;
import org.latchkey.core.account.LoginName;
import org.latchkey.core.account.Service;

/**
 * Whom a bind's name means. {@code uid=alice,ou=people,…} is alice, signing in to LDAP itself;
 * {@code uid=alice,ou=imap,ou=services,…} is alice, signing in to IMAP by way of a server that
 * binds for her.
 */
final class BindNames {
  private static final String DN_FORM = "dn:";
  private static final String USER_FORM = "u:";

  private static final LdapSchema SCHEMA = LdapSchema.get();
  private static final AttributeType UID = SCHEMA.demand("uid");
  private static final AttributeType OU = SCHEMA.demand("ou");

  private final DistinguishedName base;
  private final Map<Service, String> views = new EnumMap<>(Service.class);

  /**
   * @param baseDn what everything is kept under
   * @throws IllegalArgumentException when it isn't a DN
   */
  BindNames(String baseDn) {
    base =
        DistinguishedName.parse(baseDn)
            .orElseThrow(() -> new IllegalArgumentException("no DN to keep entries under"));
    for (Service service : Service.ofClients()) {
      views.put(service, "ou=" + service.id() + ",ou=services," + baseDn);
    }
  }

  /**
   * Who wants to sign in, and to what.
   *
   * @param name for {@code SignIn} to look up
   * @param view the DN of the service's view that the name is under; empty for ou=people
   */
  record Target(Service service, String name, Optional<String> view) {
    /** Whether both mean one name under one view. */
    boolean isSame(Target other) {
      return service == other.service
          && view.equals(other.view)
          && LoginName.same(name, other.name);
    }

    /** The DN that the account is shown as once it is bound. */
    String shown(Account account) {
      return view.map(container -> DistinguishedName.firstRdn(account.dn()) + "," + container)
          .orElse(account.dn());
    }
  }

  /** What everything is kept under. */
  DistinguishedName base() {
    return base;
  }

  /**
   * Whom a DN means. One that means nobody goes through the sign-in all the same, so that its
   * refusal takes as long: as a name that nobody has, since it holds a space.
   */
  Target ofDn(byte[] dn) {
    return DistinguishedName.parse(dn).flatMap(this::known).orElseGet(() -> nobody(dn));
  }

  private Optional<Target> known(DistinguishedName dn) {
    int own = dn.size() - base.size();
    if (own < 2 || own > 3 || !dn.isWithin(base, SCHEMA)) {
      return Optional.empty();
    }
    // Spaces that somebody took the trouble to escape are no keyboard's.
    Optional<String> name =
        dn.rdns()
            .getFirst()
            .value(UID, SCHEMA)
            .filter(each -> each.equals(LoginName.trimmed(each)));
    Rdn second = dn.rdns().get(1);
    if (own == 2) {
      return name.filter(_ -> isUnit(second, "people")).map(BindNames::plain);
    }
    return isUnit(dn.rdns().get(2), "services")
        ? name.flatMap(uid -> service(second).map(each -> view(each, uid)))
        : Optional.empty();
  }

  /** The service whose view this is; the admin port's has none. */
  private Optional<Service> service(Rdn rdn) {
    return rdn.value(OU, SCHEMA).flatMap(Service::byId).filter(views::containsKey);
  }

  private static boolean isUnit(Rdn rdn, String name) {
    return rdn.value(OU, SCHEMA).filter(name::equalsIgnoreCase).isPresent();
  }

  private Target view(Service service, String name) {
    return new Target(service, name, Optional.ofNullable(views.get(service)));
  }

  private static Target plain(String name) {
    return new Target(Service.LDAP, name, Optional.empty());
  }

  private static Target nobody(byte[] dn) {
    return plain("of dn: " + new String(dn, StandardCharsets.UTF_8));
  }

  /** Whom a SASL identity means: a bare name, or one of the forms of RFC 4513 §5.2.1.8. */
  Target ofIdentity(String identity) {
    if (identity.startsWith(DN_FORM)) {
      return ofDn(identity.substring(DN_FORM.length()).getBytes(StandardCharsets.UTF_8));
    }
    String name =
        identity.startsWith(USER_FORM) ? identity.substring(USER_FORM.length()) : identity;
    return plain(name);
  }
}
