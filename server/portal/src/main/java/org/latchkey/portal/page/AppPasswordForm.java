// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.page;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.latchkey.config.Cidr;
import org.latchkey.core.account.Service;
import org.latchkey.core.account.ServicePreset;
import org.latchkey.core.password.AppPassword;
import org.latchkey.core.password.AppPasswordDraft;
import org.latchkey.portal.web.Form;

/**
 * What is chosen about an app password, as the form shows it and sends it back.
 *
 * @param preset the id of a preset, or {@value #CHOSEN} where {@code services} says it
 * @param expires its last day (ISO 8601), in UTC; empty for none
 * @param networks with spaces between
 * @param idleDays rounded up to whole days; empty for no limit
 */
public record AppPasswordForm(
    String label,
    String preset,
    Set<Service> services,
    String expires,
    String networks,
    String idleDays) {
  /** Where the services were chosen one by one. */
  public static final String CHOSEN = "chosen";

  /** Its fields, by their names. */
  static final List<String> FIELDS =
      List.of("label", "preset", "service", "expires", "networks", "idle");

  private static final Pattern DAY = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");

  public AppPasswordForm {
    services = Set.copyOf(services);
  }

  /** What can't be understood in it. */
  static final class Mistake extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * @param key of the message that says so
     */
    Mistake(String key) {
      super(key);
    }

    String key() {
      return String.valueOf(getMessage());
    }
  }

  /**
   * As a page shows it first: as it was typed before, else as it is.
   *
   * @param typed without a field where nothing was typed before
   * @param present the one to be changed; empty for a new one
   */
  static AppPasswordForm shown(Form typed, Optional<AppPassword> present) {
    return typed.fields().isEmpty()
        ? present.map(AppPasswordForm::of).orElseGet(AppPasswordForm::blank)
        : of(typed);
  }

  /** Of a new one. */
  static AppPasswordForm blank() {
    return new AppPasswordForm("", ServicePreset.MAIL.id(), Set.of(), "", "", "");
  }

  /** As a browser sent it. */
  static AppPasswordForm of(Form form) {
    Set<Service> services =
        form.all("service").stream()
            .map(Service::byId)
            .flatMap(Optional::stream)
            .collect(Collectors.toSet());
    return new AppPasswordForm(
        form.text("label").strip(),
        form.text("preset"),
        services,
        form.text("expires").strip(),
        form.text("networks").strip(),
        form.text("idle").strip());
  }

  /** Of one that is there. */
  static AppPasswordForm of(AppPassword present) {
    String preset =
        Stream.of(ServicePreset.values())
            .filter(each -> each.services().equals(present.services()))
            .map(ServicePreset::id)
            .findFirst()
            .orElse(CHOSEN);
    return new AppPasswordForm(
        present.label(),
        preset,
        present.services(),
        lastDay(present.expires()),
        present.networks().stream().map(Cidr::toString).collect(Collectors.joining(" ")),
        days(present.idleLimit()));
  }

  private static String lastDay(Optional<Instant> end) {
    return end.map(at -> at.atOffset(ZoneOffset.UTC).toLocalDate().toString()).orElse("");
  }

  private static String days(Optional<Duration> limit) {
    return limit.map(time -> Long.toString(time.plusDays(1).minusNanos(1).toDays())).orElse("");
  }

  /**
   * What it asks for. Days say less than the directory keeps: a limit that is sent back as it was
   * shown stays what it is.
   *
   * @param present the one to be changed; empty for a new one
   */
  AppPasswordDraft draft(Instant now, Optional<AppPassword> present) throws Mistake {
    Set<Service> chosen =
        preset.equals(CHOSEN)
            ? services
            : ServicePreset.byId(preset).map(ServicePreset::services).orElse(Set.of());
    if (chosen.isEmpty()) {
      throw new Mistake("form.noService");
    }
    Optional<Instant> end = present.flatMap(AppPassword::expires);
    Optional<Duration> limit = present.flatMap(AppPassword::idleLimit);
    return new AppPasswordDraft(
        label,
        EnumSet.copyOf(chosen),
        expires.equals(lastDay(end)) ? end : expiry(now),
        networkList(),
        idleDays.equals(days(limit)) ? limit : idleLimit());
  }

  private Optional<Instant> expiry(Instant now) throws Mistake {
    if (expires.isEmpty()) {
      return Optional.empty();
    }
    if (!DAY.matcher(expires).matches()) {
      throw new Mistake("form.badDay");
    }
    try {
      Instant end =
          LocalDate.parse(expires).atTime(LocalTime.of(23, 59, 59)).toInstant(ZoneOffset.UTC);
      if (end.isAfter(now)) {
        return Optional.of(end);
      }
    } catch (DateTimeException e) {
      throw new Mistake("form.badDay");
    }
    throw new Mistake("form.pastDay");
  }

  private List<Cidr> networkList() throws Mistake {
    try {
      return Stream.of(networks.split("[\\s,;]+"))
          .filter(text -> !text.isEmpty())
          .map(Cidr::parse)
          .toList();
    } catch (IllegalArgumentException e) {
      throw new Mistake("form.badNetwork");
    }
  }

  private Optional<Duration> idleLimit() throws Mistake {
    if (idleDays.isEmpty()) {
      return Optional.empty();
    }
    if (!idleDays.matches("[1-9][0-9]{0,3}")) {
      throw new Mistake("form.badIdle");
    }
    return Optional.of(Duration.ofDays(Integer.parseInt(idleDays)));
  }
}
