// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.core.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.latchkey.config.Cidr;
import org.latchkey.core.account.Service;
import org.latchkey.core.password.AppPassword;
import org.latchkey.core.password.AppPasswordId;
import org.latchkey.core.password.LastUse;
import org.latchkey.core.password.Tag;

/** An app password that is good for everything, until a test says otherwise. */
public final class AppPasswordBuilder {
  private AppPasswordId id = new AppPasswordId(UUID.randomUUID());
  private String label = "iPhone";
  private Set<Service> services = EnumSet.allOf(Service.class);
  private Optional<Tag> tag = Optional.empty();
  private Instant secretMade = Example.MADE;
  private Optional<Instant> expires = Optional.empty();
  private List<Cidr> networks = List.of();
  private Optional<Duration> idleLimit = Optional.empty();
  private Optional<LastUse> lastUse = Optional.empty();

  /** One with the tag of this secret, under the current pepper, in {@link Example#ALICE}. */
  public static AppPasswordBuilder of(String typed) {
    AppPasswordBuilder builder = new AppPasswordBuilder();
    builder.tag = Optional.of(Example.tag(Example.ALICE, typed));
    return builder;
  }

  /** One that is as the given one, until a test says otherwise. */
  public static AppPasswordBuilder like(AppPassword other) {
    AppPasswordBuilder builder = new AppPasswordBuilder();
    builder.id = other.id();
    builder.label = other.label();
    builder.services = other.services();
    builder.tag = other.tag();
    builder.secretMade = other.secretMade();
    builder.expires = other.expires();
    builder.networks = other.networks();
    builder.idleLimit = other.idleLimit();
    builder.lastUse = other.lastUse();
    return builder;
  }

  public AppPasswordBuilder label(String value) {
    label = value;
    return this;
  }

  public AppPasswordBuilder services(Service... values) {
    services = Set.of(values);
    return this;
  }

  public AppPasswordBuilder tag(Tag value) {
    tag = Optional.of(value);
    return this;
  }

  public AppPasswordBuilder noTag() {
    tag = Optional.empty();
    return this;
  }

  public AppPasswordBuilder secretMade(Instant value) {
    secretMade = value;
    return this;
  }

  public AppPasswordBuilder expires(Instant value) {
    expires = Optional.of(value);
    return this;
  }

  public AppPasswordBuilder networks(String... cidrs) {
    networks = List.of(cidrs).stream().map(Cidr::parse).toList();
    return this;
  }

  public AppPasswordBuilder idleLimit(Duration value) {
    idleLimit = Optional.of(value);
    return this;
  }

  public AppPasswordBuilder lastUsed(Instant time) {
    lastUse = Optional.of(new LastUse(time, "192.0.2.1", Service.IMAP, ""));
    return this;
  }

  public AppPassword build() {
    return new AppPassword(
        id,
        label,
        services,
        tag,
        secretMade,
        expires,
        networks,
        idleLimit,
        Example.MADE,
        "cn=test",
        lastUse);
  }
}
