// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.unboundid.ldap.sdk.LDAPException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.directory.server.core.authn.AnonymousAuthenticator;
import org.apache.directory.server.core.authn.AuthenticationInterceptor;
import org.apache.directory.server.core.authn.Authenticator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.latchkey.core.account.AccountId;
import org.latchkey.core.directory.DirectoryStore;
import org.latchkey.core.password.Peppers;
import org.latchkey.core.password.PrimaryPasswords;
import org.latchkey.core.password.SecondFactorProof.AdminAuthority;
import org.latchkey.core.password.SecondFactorProof.FreshSecondFactor;

/** Which part may import which: the design's "Modules and who may import whom". */
final class ArchitectureTest {
  private static final String OURS = "org.latchkey..";
  private static final String CONFIG = "org.latchkey.config..";
  private static final String CORE = "org.latchkey.core..";
  private static final String DIRECTORY = "org.latchkey.directory..";
  private static final String PORTAL = "org.latchkey.portal..";
  private static final String ADAPTERS = "org.latchkey.adapters..";
  private static final String APP = "org.latchkey.app..";
  private static final String APACHE_DS = "org.apache.directory.server..";
  private static final String LDAP_API = "org.apache.directory.api..";
  private static final String MINA = "org.apache.mina..";
  private static final String UNBOUNDID = "com.unboundid..";
  private static final String NETTY = "io.netty..";
  private static final String VERTX = "io.vertx..";

  private static JavaClasses product;

  @BeforeAll
  static void read() {
    product =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.latchkey");
  }

  @Test
  void allModulesAreLookedAt() {
    for (String module : List.of(CONFIG, CORE, DIRECTORY, PORTAL, ADAPTERS, APP)) {
      assertTrue(product.stream().anyMatch(resideInAPackage(module)), module + " has no classes");
    }
  }

  @Test
  void configImportsNothingOfOurs() {
    noClasses()
        .that()
        .resideInAPackage(CONFIG)
        .should()
        .dependOnClassesThat(oursOutside(CONFIG))
        .check(product);
  }

  @Test
  void coreImportsConfigAlone() {
    noClasses()
        .that()
        .resideInAPackage(CORE)
        .should()
        .dependOnClassesThat(oursOutside(CORE, CONFIG))
        .check(product);
  }

  @Test
  void coreKnowsNoNettyNoLdapLibraryAndNoHttp() {
    noClasses()
        .that()
        .resideInAPackage(CORE)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            NETTY,
            VERTX,
            MINA,
            APACHE_DS,
            LDAP_API,
            UNBOUNDID,
            "javax.naming..",
            "java.net.http..",
            "com.sun.net.httpserver..")
        .check(product);
  }

  @Test
  void directoryPortalAndAdaptersNeverSeeEachOther() {
    for (String module : List.of(DIRECTORY, PORTAL, ADAPTERS)) {
      noClasses()
          .that()
          .resideInAPackage(module)
          .should()
          .dependOnClassesThat(oursOutside(module, CORE, CONFIG))
          .check(product);
    }
  }

  @Test
  void protocolsNeverImportEachOther() {
    for (String protocol : protocols()) {
      seesOfTheAdapters(protocol, protocol, "net", "line", "relay", "signin");
    }
  }

  @Test
  void whatProtocolsShareIsInLayers() {
    seesOfTheAdapters("net", "net");
    seesOfTheAdapters("line", "line", "net");
    seesOfTheAdapters("relay", "relay", "line", "net");
    seesOfTheAdapters("signin", "signin", "relay", "line", "net");
  }

  private static Set<String> protocols() {
    Set<String> protocols = new TreeSet<>();
    for (JavaClass each : product.that(resideInAPackage(ADAPTERS))) {
      String below = each.getPackageName().substring("org.latchkey.adapters".length());
      if (!below.isEmpty()) {
        protocols.add(below.substring(1).split("\\.", -1)[0]);
      }
    }
    List.of("net", "line", "relay", "signin").forEach(protocols::remove);
    assertTrue(
        protocols.containsAll(List.of("imap", "pop3", "sieve", "smtp", "dav", "ldap")),
        protocols.toString());
    return protocols;
  }

  private static void seesOfTheAdapters(String name, String... packages) {
    List<String> allowed = new ArrayList<>(List.of(CORE, CONFIG));
    for (String each : packages) {
      allowed.add(of(each));
    }
    noClasses()
        .that()
        .resideInAPackage(of(name))
        .should()
        .dependOnClassesThat(oursOutside(allowed.toArray(String[]::new)))
        .check(product);
  }

  private static String of(String protocol) {
    return "org.latchkey.adapters." + protocol + "..";
  }

  @Test
  void onlyDirectoryImportsApacheDsAndMina() {
    noClasses()
        .that()
        .resideOutsideOfPackage(DIRECTORY)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(APACHE_DS, MINA)
        .check(product);
  }

  @Test
  void onlyDirectoryImportsTheLdapApi() {
    noClasses()
        .that()
        .resideOutsideOfPackage(DIRECTORY)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(LDAP_API)
        .check(product);
  }

  @Test
  void onlyAppMayUseAnLdapClient() {
    noClasses()
        .that()
        .resideOutsideOfPackages(APP, of("ldap"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(UNBOUNDID)
        .check(product);
  }

  @Test
  void theLdapAdapterReadsDescriptionsOfTheSchemaWithTheClientsLibraryAndNoMore() {
    noClasses()
        .that()
        .resideInAPackage(of("ldap"))
        .should()
        .dependOnClassesThat(
            resideInAPackage(UNBOUNDID)
                .and(
                    DescribedPredicate.not(
                        resideInAPackage("com.unboundid.ldap.sdk.schema..")
                            .or(type(LDAPException.class)))))
        .check(product);
  }

  /** A proof is made where a second factor was looked at, and nowhere else. */
  @Test
  void onlyTheCheckOfASecondFactorMakesItsProof() {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.latchkey.core.factor..")
        .should()
        .callConstructor(FreshSecondFactor.class, AccountId.class, String.class, long.class)
        .check(product);
  }

  /** An admin's authority comes of a question to the directory, and of nothing else. */
  @Test
  void onlyWhoAsksTheDirectoryMakesAnAdminsAuthority() {
    noClasses()
        .that()
        .resideOutsideOfPackages("org.latchkey.core.admin..", "org.latchkey.directory.adminport..")
        .should()
        .callConstructor(AdminAuthority.class, String.class)
        .check(product);
  }

  /** Every password is checked at the one door, and on no way beside it. */
  @Test
  void onlyTheDoorChecksPasswords() {
    noClasses()
        .that()
        .resideOutsideOfPackages("org.latchkey.core.signin..", "org.latchkey.core.password..")
        .should()
        .callMethodWhere(
            DescribedPredicate.describe(
                "a check of a password or a tag",
                call ->
                    (call.getTargetOwner().isEquivalentTo(PrimaryPasswords.class)
                            && call.getName().equals("verify"))
                        || (call.getTargetOwner().isEquivalentTo(Peppers.class)
                            && call.getName().equals("check"))
                        || call.getTargetOwner().isEquivalentTo(Peppers.Check.class)))
        .check(product);
  }

  /** ApacheDS lets anonymous clients in, and decides no bind of anybody's. */
  @Test
  void noAuthenticatorOfApacheDsDecidesABind() {
    noClasses()
        .that()
        .resideInAPackage(OURS)
        .should()
        .dependOnClassesThat(
            resideInAPackage("org.apache.directory.server.core.authn..")
                .and(
                    DescribedPredicate.not(
                        type(AuthenticationInterceptor.class)
                            .or(type(AnonymousAuthenticator.class))
                            .or(type(Authenticator.class)))))
        .check(product);
  }

  /** What there are rules for goes through core's operations, which have them. */
  @Test
  void thePortalChangesAccountsByCoresOperations() {
    Set<String> others = Set.of("find", "findByLogin", "isAdmin", "subscribe", "checkReady");
    noClasses()
        .that()
        .resideInAPackage("org.latchkey.portal.page..")
        .or()
        .resideInAPackage("org.latchkey.portal.web..")
        .should()
        .callMethodWhere(
            DescribedPredicate.describe(
                "a store's method that changes something",
                call ->
                    call.getTargetOwner().isAssignableTo(DirectoryStore.class)
                        && !others.contains(call.getName())))
        .check(product);
  }

  @Test
  void thePortalIsInLayers() {
    seesOfThePortal("text", "text");
    seesOfThePortal("qr", "qr");
    seesOfThePortal("onboarding", "onboarding");
    seesOfThePortal("session", "session");
    seesOfThePortal("web", "web", "session");
    seesOfThePortal("health", "health");
    seesOfThePortal("metrics", "metrics", "health");
  }

  private static void seesOfThePortal(String name, String... packages) {
    List<String> allowed = new ArrayList<>(List.of(CORE, CONFIG));
    for (String each : packages) {
      allowed.add("org.latchkey.portal." + each + "..");
    }
    noClasses()
        .that()
        .resideInAPackage("org.latchkey.portal." + name + "..")
        .should()
        .dependOnClassesThat(oursOutside(allowed.toArray(String[]::new)))
        .check(product);
  }

  @Test
  void nobodyImportsApp() {
    noClasses()
        .that()
        .resideOutsideOfPackage(APP)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(APP)
        .check(product);
  }

  @Test
  void nothingIsSerializedByMina() {
    classes()
        .that()
        .resideInAPackage(OURS)
        .should()
        .onlyDependOnClassesThat(
            DescribedPredicate.not(
                resideInAPackage("org.apache.mina.filter.codec.serialization..")))
        .check(product);
  }

  private static DescribedPredicate<JavaClass> oursOutside(String... allowed) {
    DescribedPredicate<JavaClass> predicate = resideInAPackage(OURS);
    for (String each : allowed) {
      predicate = predicate.and(DescribedPredicate.not(resideInAPackage(each)));
    }
    return predicate;
  }
}
