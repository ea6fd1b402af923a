// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.cli;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.util.StaticUtils;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAmount;
import java.util.Date;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.latchkey.config.Cidr;
import org.latchkey.core.account.Service;
import org.latchkey.core.account.ServicePreset;
import org.latchkey.core.password.AppPasswordRules;
import org.latchkey.directory.schema.Names;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What an app password is good for: services, until when, from where. */
final class Limits {
  @Option(
      names = "--service",
      paramLabel = "SERVICE",
      converter = ServiceConverter.class,
      description = {
        "imap, pop3, sieve, smtp, carddav, caldav, ldap or, for an admin's, admin; may be",
        "repeated."
      })
  private Set<Service> services = EnumSet.noneOf(Service.class);

  @Option(
      names = "--preset",
      paramLabel = "PRESET",
      converter = PresetConverter.class,
      description = {
        "mail (imap, pop3, sieve, smtp), send (smtp), contacts (carddav), calendars (caldav), or",
        "everything (all of these), which is the default."
      })
  private @Nullable ServicePreset preset;

  @Option(
      names = "--expires",
      paramLabel = "WHEN",
      description = "Its last day, as in 2027-01-31, or how long it is good: P90D, P1Y, PT12H.")
  private @Nullable String expires;

  @Option(
      names = "--network",
      paramLabel = "CIDR",
      converter = CidrConverter.class,
      description = "Where it may be used from, as in 192.0.2.0/24; may be repeated.")
  private Set<Cidr> networks = new LinkedHashSet<>();

  /** The services in their usual order; none means the server's default. */
  List<String> services() {
    EnumSet<Service> all = EnumSet.noneOf(Service.class);
    all.addAll(services);
    if (preset != null) {
      all.addAll(preset.services());
    }
    return all.stream().map(Service::id).toList();
  }

  Optional<Instant> expiry(ZonedDateTime now) throws CommandException {
    if (expires == null) {
      return Optional.empty();
    }
    Instant end = parse(expires, now);
    if (!end.isAfter(now.toInstant())) {
      throw CommandException.usage("--expires " + expires + " is in the past");
    }
    Optional<String> refused = AppPasswordRules.refuseExpiry(end);
    if (refused.isPresent()) {
      throw CommandException.usage("--expires " + expires + ": " + refused.get());
    }
    return Optional.of(end);
  }

  /** Writes the limits into an app password's entry. */
  void describe(Entry entry, ZonedDateTime now) throws CommandException {
    if (!services().isEmpty()) {
      entry.addAttribute(Names.SERVICE, services());
    }
    Optional<Instant> end = expiry(now);
    if (end.isPresent()) {
      entry.addAttribute(Names.EXPIRES, StaticUtils.encodeGeneralizedTime(Date.from(end.get())));
    }
    if (!networks.isEmpty()) {
      entry.addAttribute(Names.NETWORK, networks.stream().map(Cidr::toString).toList());
    }
  }

  /** The end of a day where this runs, or a time from now. */
  static Instant parse(String text, ZonedDateTime now) throws CommandException {
    try {
      if (text.startsWith("P") || text.startsWith("p")) {
        return now.plus(amount(text)).toInstant();
      }
      return LocalDate.parse(text)
          .atTime(LocalTime.of(23, 59, 59))
          .atZone(now.getZone())
          .toInstant();
    } catch (DateTimeException | ArithmeticException e) {
      throw new CommandException(
          ExitCode.USAGE, "--expires is a day, as in 2027-01-31, or a time, as in P90D", e);
    }
  }

  private static TemporalAmount amount(String text) {
    boolean hours = text.indexOf('T') >= 0 || text.indexOf('t') >= 0;
    return hours ? Duration.parse(text) : Period.parse(text);
  }

  /** Reads a service's id. */
  static final class ServiceConverter implements ITypeConverter<Service> {
    @Override
    public Service convert(String value) {
      return Service.byId(value)
          .orElseThrow(() -> noneOf(value, Stream.of(Service.values()).map(Service::id)));
    }
  }

  /** Reads a preset's id. */
  static final class PresetConverter implements ITypeConverter<ServicePreset> {
    @Override
    public ServicePreset convert(String value) {
      return ServicePreset.byId(value)
          .orElseThrow(
              () -> noneOf(value, Stream.of(ServicePreset.values()).map(ServicePreset::id)));
    }
  }

  private static TypeConversionException noneOf(String value, Stream<String> ids) {
    return new TypeConversionException(
        "\"%s\" is none of %s".formatted(value, ids.collect(Collectors.joining(", "))));
  }

  /** Reads a network. */
  static final class CidrConverter implements ITypeConverter<Cidr> {
    @Override
    public Cidr convert(String value) {
      try {
        return Cidr.parse(value);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()));
      }
    }
  }
}
