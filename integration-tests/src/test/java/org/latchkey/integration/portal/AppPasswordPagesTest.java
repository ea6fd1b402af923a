// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration.portal;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.latchkey.integration.TestServer;
import org.latchkey.integration.portal.PortalAtWork.Person;
import org.latchkey.integration.portal.PortalVisitor.Answer;

/** What the pages of app passwords say, and do with what is sent to them. */
final class AppPasswordPagesTest extends PortalUnderAttack {
  private static final String LIST = "/portal/app-passwords";

  private Person alice;
  private PortalVisitor visitor;

  AppPasswordPagesTest(TestServer server) {
    super(server);
  }

  @BeforeEach
  void enrol() throws Exception {
    alice = portal.enrolled();
    visitor = alice.visitor();
    visitor.get(LIST);
  }

  private static void assertSays(String words, Answer answer) {
    assertTrue(answer.text().contains(words), answer::toString);
  }

  @Test
  void theFormSaysWhoseDayTheLastOneIs() throws Exception {
    Answer form = visitor.get(LIST + "/new");
    assertSays("Until the end of that day in UTC.", form);
    assertSays("aria-describedby=\"expires-hint\"", form);
    assertSays("Ends after so many days without use", form);
  }
}
