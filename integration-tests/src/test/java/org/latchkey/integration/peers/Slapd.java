// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.integration.peers;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Debian's slapd with an empty database, the schemas that Latchkey loads, and Latchkey's own. It
 * writes nothing to disk in time: what it holds is good for one run.
 */
public final class Slapd implements AutoCloseable {
  private static final String SLAPD = "/usr/sbin/slapd";
  private static final String SLAPADD = "/usr/sbin/slapadd";
  private static final String PASSWORD = "of the test's directory";

  private final ScratchFolder scratch;
  private final Program program;
  private final int port;
  private final String admin;

  private Slapd(ScratchFolder scratch, Program program, int port, String admin) {
    this.scratch = scratch;
    this.program = program;
    this.port = port;
    this.admin = admin;
  }

  /** Fails or aborts the test where slapd isn't installed. */
  public static void demand() {
    Installed.demand(SLAPD, SLAPADD);
  }

  /**
   * Starts one and waits for it.
   *
   * @param base the suffix of its database, which has no entry yet
   * @param schema LDIF with Latchkey's schema for OpenLDAP
   */
  public static Slapd start(String base, Path schema) throws IOException, InterruptedException {
    demand();
    ScratchFolder scratch = ScratchFolder.make("slapd");
    Path folder = scratch.path();
    Path config = Files.createDirectories(folder.resolve("config"));
    Path ldif = folder.resolve("config.ldif");
    String admin = "cn=admin," + base;
    Files.createDirectories(folder.resolve("database"));
    Files.writeString(ldif, settings(folder, base, admin, Files.readString(schema)));
    run(folder, SLAPADD, "-n0", "-F", config.toString(), "-l", ldif.toString());
    int port = Ports.free(1).getFirst();
    Program program =
        Program.start(
            folder,
            SLAPD,
            "-d0",
            "-F",
            config.toString(),
            "-h",
            "ldap://127.0.0.1:" + port,
            "-n",
            "latchkey-test");
    program.awaitPort(port);
    return new Slapd(scratch, program, port, admin);
  }

  private static void run(Path folder, String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(List.of(command))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String said =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(command[0] + ": " + said);
    }
  }

  private static String settings(Path folder, String base, String admin, String schema) {
    return """
    dn: cn=config
    objectClass: olcGlobal
    cn: config
    olcPidFile: %1$s/slapd.pid
    olcThreads: 2

    dn: cn=module{0},cn=config
    objectClass: olcModuleList
    cn: module{0}
    olcModulePath: /usr/lib/ldap
    olcModuleLoad: back_mdb.la
    olcModuleLoad: sssvlv.la

    dn: cn=schema,cn=config
    objectClass: olcSchemaConfig
    cn: schema

    include: file:///etc/ldap/schema/core.ldif
    include: file:///etc/ldap/schema/cosine.ldif
    include: file:///etc/ldap/schema/inetorgperson.ldif

    %4$s
    dn: olcDatabase={-1}frontend,cn=config
    objectClass: olcDatabaseConfig
    objectClass: olcFrontendConfig
    olcDatabase: {-1}frontend
    olcSizeLimit: unlimited

    dn: olcDatabase={1}mdb,cn=config
    objectClass: olcDatabaseConfig
    objectClass: olcMdbConfig
    olcDatabase: {1}mdb
    olcSuffix: %2$s
    olcRootDN: %3$s
    olcRootPW: %5$s
    olcDbDirectory: %1$s/database
    olcDbMaxSize: 268435456
    olcDbNoSync: TRUE
    olcDbEnvFlags: writemap
    olcDbEnvFlags: nosync

    dn: olcOverlay={0}sssvlv,olcDatabase={1}mdb,cn=config
    objectClass: olcOverlayConfig
    objectClass: olcSssVlvConfig
    olcOverlay: {0}sssvlv
    olcSssVlvMax: 64
    """
        .formatted(
            folder, base, admin, schema.replaceAll("(?m)^#.*\\R", "").strip() + "\n", PASSWORD);
  }

  /** A connection of its admin's. */
  public LDAPConnection bindAsAdmin() throws LDAPException {
    return new LDAPConnection("127.0.0.1", port, admin, PASSWORD);
  }

  @Override
  public void close() throws IOException {
    program.close();
    scratch.close();
  }
}
