// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.cli;

import com.unboundid.util.json.JSONException;
import com.unboundid.util.json.JSONObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which server a command is for, and as whom: a data folder on this machine, or an LDAP URL. */
final class ServerOptions {
  private static final Path DEFAULT_DATA = Path.of("data");

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The running server's data folder on this machine. Default: ./data.")
  private @Nullable Path data;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "Its admin port, as in ldap://host:10389, instead of a data folder.")
  private @Nullable String url;

  @Option(
      names = "--bind-dn",
      paramLabel = "DN",
      description = "With --url: the admin's DN. Default: cn=admin,BASE.")
  private @Nullable String bindDn;

  @Option(
      names = "--bind-password-file",
      paramLabel = "FILE",
      description = "With --url: the file with the admin's password.")
  private @Nullable Path bindPasswordFile;

  @Option(names = "--starttls", description = "With --url: go on in TLS.")
  private boolean startTls;

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description = "With TLS: the certificates to trust, PEM. Default: the JVM's.")
  private @Nullable Path ca;

  /**
   * Where to connect, and as whom.
   *
   * @param bindDn empty means the base's own admin
   * @param ca empty means the JVM's trusted certificates
   */
  record Target(
      String host,
      int port,
      Security security,
      Optional<Path> ca,
      Optional<String> bindDn,
      Path bindPasswordFile) {}

  /** What is around the LDAP. */
  enum Security {
    CLEAR,
    START_TLS,
    TLS
  }

  Target target() throws CommandException {
    if (url != null) {
      return remote(url);
    }
    if (bindDn != null || bindPasswordFile != null || startTls || ca != null) {
      throw CommandException.usage(
          "--bind-dn, --bind-password-file, --starttls and --ca go with --url");
    }
    return local(data == null ? DEFAULT_DATA : data);
  }

  private static Target local(Path folder) throws CommandException {
    return new Target(
        "127.0.0.1",
        adminPort(folder.resolve("ports.json")),
        Security.CLEAR,
        Optional.empty(),
        Optional.empty(),
        folder.resolve("admin-password"));
  }

  private static int adminPort(Path portsFile) throws CommandException {
    try {
      Integer port = new JSONObject(Files.readString(portsFile)).getFieldAsInteger("adminLdap");
      if (port == null || port == 0) {
        throw CommandException.unavailable("the server's admin port is off (" + portsFile + ")");
      }
      return port;
    } catch (NoSuchFileException e) {
      throw new CommandException(
          ExitCode.UNAVAILABLE,
          "no server runs here: there is no " + portsFile + "; give --data or --url",
          e);
    } catch (IOException | JSONException e) {
      throw new CommandException(
          ExitCode.UNAVAILABLE, portsFile + " can't be read: " + e.getMessage(), e);
    }
  }

  private Target remote(String given) throws CommandException {
    if (data != null) {
      throw CommandException.usage("give --data or --url, not both");
    }
    if (bindPasswordFile == null) {
      throw CommandException.usage("--url needs --bind-password-file");
    }
    URI uri = parse(given);
    boolean tls = "ldaps".equalsIgnoreCase(uri.getScheme());
    if (tls && startTls) {
      throw CommandException.usage("--starttls is for ldap://, not for ldaps://");
    }
    Security security = tls ? Security.TLS : startTls ? Security.START_TLS : Security.CLEAR;
    String host = uri.getHost().replaceAll("[\\[\\]]", "");
    if (security == Security.CLEAR && !isLoopback(host)) {
      throw CommandException.usage(
          "the password would go to " + host + " in clear text: add --starttls");
    }
    if (security == Security.CLEAR && ca != null) {
      throw CommandException.usage("--ca goes with --starttls or ldaps://");
    }
    return new Target(
        host,
        uri.getPort() >= 0 ? uri.getPort() : tls ? 636 : 389,
        security,
        Optional.ofNullable(ca),
        Optional.ofNullable(bindDn),
        bindPasswordFile);
  }

  private static URI parse(String given) throws CommandException {
    try {
      URI uri = URI.create(given);
      String scheme = String.valueOf(uri.getScheme());
      if (scheme.matches("(?i)ldaps?") && uri.getHost() != null) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // said below
    }
    throw CommandException.usage("--url is ldap://host:port or ldaps://host:port");
  }

  private static boolean isLoopback(String host) {
    return host.equalsIgnoreCase("localhost")
        || host.equals("::1")
        || host.matches("127(\\.[0-9]{1,3}){3}");
  }
}
