// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.rules;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.directory.api.ldap.model.entry.Attribute;
import org.apache.directory.api.ldap.model.entry.DefaultAttribute;
import org.apache.directory.api.ldap.model.entry.DefaultModification;
import org.apache.directory.api.ldap.model.entry.Entry;
import org.apache.directory.api.ldap.model.entry.Modification;
import org.apache.directory.api.ldap.model.entry.ModificationOperation;
import org.apache.directory.api.ldap.model.entry.Value;
import org.apache.directory.api.ldap.model.exception.LdapException;
import org.apache.directory.api.ldap.model.schema.AttributeType;
import org.apache.directory.api.ldap.model.schema.SchemaManager;
import org.latchkey.config.Cidr;
import org.latchkey.core.account.Service;
import org.latchkey.core.password.AppPasswordRules;
import org.latchkey.directory.schema.GeneralizedTimes;
import org.latchkey.directory.schema.Names;
import org.latchkey.directory.schema.Oids;

/**
 * The rules for an app password's entry: what it holds is valid, and its verifier is the server's
 * alone to write.
 */
public final class AppPasswordEntries {
  private static final Set<String> SERVERS_OWN =
      Set.of(
          Oids.USER_PASSWORD,
          Oids.UPSTREAM_SECRET,
          Oids.SECRET_MADE,
          Oids.MADE_BY,
          Oids.LAST_USED,
          Oids.LAST_ADDRESS,
          Oids.LAST_SERVICE,
          Oids.LAST_CLIENT);

  private final SchemaManager schema;
  private final AppPasswordRules rules;
  private final InstantSource clock;

  public AppPasswordEntries(SchemaManager schema, AppPasswordRules rules, InstantSource clock) {
    this.schema = schema;
    this.rules = rules;
    this.clock = clock;
  }

  static boolean isAppPassword(Entry entry) {
    return entry.hasObjectClass(Names.APP_PASSWORD);
  }

  /** Why an account that holds these can't have one more; empty when it can. */
  Optional<String> refuseOneMore(List<Entry> present) {
    return rules.refuseOneMore(present.size());
  }

  /** Completes and checks one that is being added. */
  void complete(Entry entry, String by, boolean server) throws LdapException {
    if (!server) {
      for (String oid : SERVERS_OWN) {
        if (entry.get(oid) != null) {
          throw Refused.unwilling(
              "the server sets " + entry.get(oid).getUpId() + ": use ldappasswd");
        }
      }
    }
    if (entry.get(Oids.SERVICE) == null) {
      for (Service service : Service.defaults()) {
        entry.add(Names.SERVICE, service.id());
      }
    }
    entry.put(Names.SECRET_MADE, now());
    entry.put(Names.MADE_BY, by);
    check(entry);
  }

  /**
   * Completes and checks a modification.
   *
   * @return whether it sets another secret
   */
  boolean completeChange(List<Modification> modifications, boolean server) throws LdapException {
    for (Modification each : modifications) {
      AttributeType type = each.getAttribute().getAttributeType();
      if (!server && SERVERS_OWN.contains(type.getOid())) {
        throw Refused.unwilling("the server sets " + type.getName() + ": use ldappasswd");
      }
    }
    boolean secret = LifecycleInterceptor.touches(modifications, Oids.USER_PASSWORD);
    if (secret) {
      AttributeType made = schema.lookupAttributeTypeRegistry(Oids.SECRET_MADE);
      modifications.add(
          new DefaultModification(
              ModificationOperation.REPLACE_ATTRIBUTE, new DefaultAttribute(made, now())));
    }
    return secret;
  }

  private String now() {
    return GeneralizedTimes.format(clock.instant());
  }

  /** Checks an app password as it is going to be. */
  void check(Entry entry) throws LdapException {
    Attribute labels = entry.get(Oids.CN);
    if (labels == null || labels.size() != 1) {
      throw Refused.constraint("an app password has one label, its cn");
    }
    Optional<String> refused = rules.refuseLabel(labels.getString());
    if (refused.isPresent()) {
      throw Refused.constraint(refused.get());
    }
    for (Value each : values(entry, Oids.SERVICE)) {
      if (Service.byId(each.getString()).isEmpty()) {
        throw Refused.constraint("a service is one of " + services());
      }
    }
    if (values(entry, Oids.SERVICE).isEmpty()) {
      throw Refused.constraint("an app password has at least one service");
    }
    for (Value each : values(entry, Oids.NETWORK)) {
      checkNetwork(each.getString());
    }
    for (Value each : values(entry, Oids.IDLE_LIMIT)) {
      if (each.getString().length() > 10 || Long.parseLong(each.getString()) <= 0) {
        throw Refused.constraint("an idle limit is a number of seconds above 0");
      }
    }
    for (Value each : values(entry, Oids.EXPIRES)) {
      checkExpiry(each.getString());
    }
  }

  private static void checkExpiry(String expires) throws Refused {
    Optional<Instant> end = GeneralizedTimes.parse(expires);
    if (end.isEmpty()) {
      throw Refused.constraint("an expiry is a generalized time");
    }
    Optional<String> refused = AppPasswordRules.refuseExpiry(end.get());
    if (refused.isPresent()) {
      throw Refused.constraint(refused.get());
    }
  }

  private static void checkNetwork(String network) throws Refused {
    try {
      Cidr.parse(network);
    } catch (IllegalArgumentException e) {
      throw Refused.constraint("a network is a CIDR such as 192.0.2.0/24");
    }
  }

  private static List<Value> values(Entry entry, String oid) {
    List<Value> values = new ArrayList<>();
    Attribute attribute = entry.get(oid);
    if (attribute != null) {
      attribute.forEach(values::add);
    }
    return values;
  }

  private static String services() {
    List<String> ids = new ArrayList<>();
    for (Service service : Service.values()) {
      ids.add(service.id());
    }
    return String.join(", ", ids);
  }
}
