// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.account;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.latchkey.core.audit.LeadingValue;
import org.latchkey.core.factor.EnrolledFactors;
import org.latchkey.core.password.AppPassword;
import org.latchkey.core.password.AppPasswordId;
import org.latchkey.core.password.Tombstone;
import org.latchkey.core.upstream.AccountUpstreams;

/**
 * A snapshot of a person's entry in the directory, with the app passwords below it.
 *
 * @param dn the entry's distinguished name as the directory spells it (RFC 4514)
 * @param logins every name that signs in to it ({@code uid}, {@code mail}), prepared by {@link
 *     LoginName}
 * @param primaryPasswordHash the primary password's PHC string; empty when none is set
 * @param attributes what its owner may read over LDAP: attribute type to values, in the directory's
 *     order
 * @param upstreams where its real servers are, and what it signs in to them with
 * @param admin whether it is a member of the directory's group of admins
 * @param factors what its owner proves who they are with beside the primary password
 * @param version the directory's version that was read; a change feed counts in the same versions
 */
public record Account(
    AccountId id,
    String dn,
    Set<String> logins,
    boolean disabled,
    boolean admin,
    Optional<String> primaryPasswordHash,
    List<AppPassword> appPasswords,
    List<Tombstone> tombstones,
    Map<String, List<String>> attributes,
    AccountUpstreams upstreams,
    EnrolledFactors factors,
    long version) {

  public Account {
    logins = Set.copyOf(logins);
    appPasswords = List.copyOf(appPasswords);
    tombstones = List.copyOf(tombstones);
    Map<String, List<String>> ordered = new LinkedHashMap<>();
    attributes.forEach((type, values) -> ordered.put(type, List.copyOf(values)));
    attributes = Collections.unmodifiableMap(ordered);
  }

  /** An account that is no admin's. */
  public Account(
      AccountId id,
      String dn,
      Set<String> logins,
      boolean disabled,
      Optional<String> primaryPasswordHash,
      List<AppPassword> appPasswords,
      List<Tombstone> tombstones,
      Map<String, List<String>> attributes,
      AccountUpstreams upstreams,
      EnrolledFactors factors,
      long version) {
    this(
        id,
        dn,
        logins,
        disabled,
        false,
        primaryPasswordHash,
        appPasswords,
        tombstones,
        attributes,
        upstreams,
        factors,
        version);
  }

  /** An account that uses the upstreams of the settings and has no second factor. */
  public Account(
      AccountId id,
      String dn,
      Set<String> logins,
      boolean disabled,
      Optional<String> primaryPasswordHash,
      List<AppPassword> appPasswords,
      List<Tombstone> tombstones,
      Map<String, List<String>> attributes,
      long version) {
    this(
        id,
        dn,
        logins,
        disabled,
        primaryPasswordHash,
        appPasswords,
        tombstones,
        attributes,
        AccountUpstreams.NONE,
        EnrolledFactors.NONE,
        version);
  }

  /** The first value of an attribute that its owner may read; the type in any case. */
  public Optional<String> attribute(String type) {
    for (Map.Entry<String, List<String>> each : attributes.entrySet()) {
      if (each.getKey().equalsIgnoreCase(type)) {
        return each.getValue().stream().findFirst();
      }
    }
    return Optional.empty();
  }

  /**
   * The account's name for somebody who knows it by an attribute that its owner may read, whatever
   * order its values are in: the value that the entry is named by, else the only one, else the one
   * that is a name the entry is named by, alone or before an {@code @}. Empty where there is none,
   * and where nobody can tell.
   */
  public Optional<String> nameIn(String type) {
    List<String> values =
        attributes.entrySet().stream()
            .filter(each -> each.getKey().equalsIgnoreCase(type))
            .flatMap(each -> each.getValue().stream())
            .toList();
    if (values.size() <= 1) {
      return values.stream().findFirst();
    }
    Optional<String> own = LoginName.prepare(LeadingValue.of(dn));
    return only(values, value -> own.isPresent() && own.equals(LoginName.prepare(value)))
        .or(() -> only(values, value -> own.isPresent() && own.equals(localPart(value))));
  }

  private static Optional<String> only(List<String> values, Predicate<String> wanted) {
    List<String> found = values.stream().filter(wanted).toList();
    return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
  }

  private static Optional<String> localPart(String address) {
    return LoginName.prepare(address.substring(0, Math.max(0, address.lastIndexOf('@'))));
  }

  /** The active app password of this id. */
  public Optional<AppPassword> appPassword(AppPasswordId wanted) {
    for (AppPassword each : appPasswords) {
      if (each.id().equals(wanted)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  /**
   * The name for logs: the entry's DN; a snapshot holds hashes and tags, which stay out of them.
   */
  @Override
  public String toString() {
    return "Account[" + dn + ", version " + version + "]";
  }
}
