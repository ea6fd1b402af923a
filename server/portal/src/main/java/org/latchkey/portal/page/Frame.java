// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.portal.page;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.latchkey.core.account.Service;
import org.latchkey.portal.text.Messages;

/**
 * What is round every page.
 *
 * @param title the heading
 * @param section the id of the page in the navigation; empty for none of it
 * @param person who is signed in
 * @param csrf what every form sends back
 * @param flash what was done just now; may be empty
 */
public record Frame(
    Messages m, String title, String section, Optional<Person> person, String csrf, String flash) {

  /** Whose pages these are. */
  public record Person(String name, boolean admin) {}

  /** The services that an app password of this person's may be for, in their usual order. */
  public List<Service> offered() {
    boolean admin = person.filter(Person::admin).isPresent();
    return List.copyOf(admin ? EnumSet.allOf(Service.class) : Service.ofClients());
  }
}
