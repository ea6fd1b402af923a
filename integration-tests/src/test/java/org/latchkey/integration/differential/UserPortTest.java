// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration.differential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.SearchScope;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latchkey.integration.TestAccount;
import org.latchkey.integration.TestAppPassword;
import org.latchkey.integration.TestServer;
import org.latchkey.integration.TestSettings;
import org.latchkey.integration.peers.Slapd;

/**
 * What an account finds of itself on the user-facing port, against slapd holding the same entry.
 * {@code -Dlatchkey.differential.operations=500000} asks longer, {@code
 * -Dlatchkey.differential.seed} otherwise.
 */
final class UserPortTest {
  private static final int OPERATIONS =
      Integer.getInteger("latchkey.differential.operations", 5000);
  private static final long SEED = Long.getLong("latchkey.differential.seed", 20261201);
  private static final Path SCHEMA = Path.of("..", "config", "schema", "latchkey-openldap.ldif");
  private static final TestAccount ALICE = TestAccount.of("alice");
  private static final int VALUES = 60;

  @TempDir private Path folder;

  @Test
  void whoIsBoundFindsWhatSlapdFinds() throws Exception {
    Slapd.demand();
    RandomGenerator random = new SplittableRandom(SEED);
    World world = new World(List.of(ALICE.dn(), TestSettings.PEOPLE, TestSettings.BASE));
    try (Slapd slapd = Slapd.start(TestSettings.BASE, SCHEMA);
        TestServer server = TestServer.start(folder.resolve("data"), TestSettings.usual());
        LDAPConnection theirAdmin = slapd.bindAsAdmin()) {
      server.admin().addAccount(ALICE);
      copy(theirAdmin);
      fill(server.admin().connection(), theirAdmin, world, random);
      TestAppPassword made = server.admin().make(ALICE, "App");
      Target.Connector us = () -> bound(server, made);
      try (Target ours = new Target(us);
          Target theirs = new Target(slapd::bindAsAdmin)) {
        Comparison comparison =
            new Comparison(ours, theirs, world, new UserPortDifferences(ALICE.dn()));
        Generator generator = new Generator(random, world, true);
        for (int i = 0; i < OPERATIONS; i++) {
          comparison.ask(generator.question());
        }
        List<String> found = comparison.found();
        assertEquals(
            0,
            found.size(),
            () ->
                "seed %d, %s%n%s".formatted(SEED, comparison.summary(), String.join("\n", found)));
      }
    }
  }

  private static LDAPConnection bound(TestServer server, TestAppPassword made)
      throws LDAPException {
    LDAPConnection connection = TestServer.connect(server.ports().ldap());
    connection.bind(ALICE.dn(), made.secret());
    return connection;
  }

  /** The same tree, as far as the account is to know of it. */
  private static void copy(LDAPConnection theirs) throws LDAPException {
    theirs.add(
        new Entry(
            TestSettings.BASE,
            new Attribute("objectClass", "top", "domain"),
            new Attribute("dc", "example")));
    theirs.add(
        new Entry(
            TestSettings.PEOPLE,
            new Attribute("objectClass", "top", "organizationalUnit"),
            new Attribute("ou", "people")));
    theirs.add(
        new Entry(
            ALICE.dn(),
            new Attribute(
                "objectClass",
                "top",
                "person",
                "organizationalPerson",
                "inetOrgPerson",
                "latchkeyAccount"),
            new Attribute("uid", ALICE.uid()),
            new Attribute("mail", ALICE.login()),
            new Attribute("cn", ALICE.uid()),
            new Attribute("sn", ALICE.uid())));
  }

  /** Gives the account values of all kinds, as far as both servers take them. */
  private static void fill(
      LDAPConnection ours, LDAPConnection theirs, World world, RandomGenerator random)
      throws LDAPException {
    Texts texts = new Texts(random);
    List<Attribute> values = new ArrayList<>();
    for (int i = 0; i < VALUES; i++) {
      String[] types = {"cn", "sn", "description", "title"};
      values.add(new Attribute(types[random.nextInt(types.length)], texts.any()));
    }
    values.add(new Attribute("cn", "Pixel 📱"));
    values.add(new Attribute("mail", "second@example.com"));
    values.add(new Attribute("telephoneNumber", "+49 30 1234-567"));
    values.add(new Attribute("seeAlso", "UID=Bob, ou=People,dc=example,dc=org"));
    values.add(new Attribute("latchkeyDisabled", "FALSE"));
    values.add(new Attribute("displayName", "Alice  Müller"));
    values.add(new Attribute("employeeNumber", "0042"));
    int taken = 0;
    for (Attribute each : values) {
      boolean both = add(theirs, each) && (add(ours, each) || remove(theirs, each));
      if (both && has(ours, each)) {
        taken++;
        world.put(Objects.requireNonNull(each.getValue()));
      }
    }
    assertTrue(taken > VALUES / 4, "only " + taken + " values were taken");
  }

  private static boolean has(LDAPConnection connection, Attribute attribute) throws LDAPException {
    Filter filter = Filter.createPresenceFilter(attribute.getName());
    return connection.search(ALICE.dn(), SearchScope.BASE, filter).getEntryCount() == 1;
  }

  private static boolean add(LDAPConnection connection, Attribute attribute) {
    return changed(connection, ModificationType.ADD, attribute);
  }

  private static boolean remove(LDAPConnection connection, Attribute attribute) {
    return changed(connection, ModificationType.DELETE, attribute);
  }

  private static boolean changed(
      LDAPConnection connection, ModificationType how, Attribute attribute) {
    try {
      return connection
              .modify(
                  ALICE.dn(),
                  new Modification(
                      how, attribute.getName(), Objects.requireNonNull(attribute.getValue())))
              .getResultCode()
              .intValue()
          == 0;
    } catch (LDAPException refused) {
      return false;
    }
  }
}
