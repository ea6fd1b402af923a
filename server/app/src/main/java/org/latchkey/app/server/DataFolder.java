// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.latchkey.config.FileAccess;
import org.latchkey.config.TokenSettings;
import org.latchkey.core.password.Peppers;
import org.latchkey.core.token.TokenSigner;

/**
 * The folder that holds all of a server's state. It is made whole or not used: a marker file,
 * written last, says that the first start got to its end; a folder with other things in it, or with
 * parts missing, is never taken for a fresh one. One process holds it at a time.
 */
public final class DataFolder implements AutoCloseable {
  private static final String MARKER = "latchkey-data";
  private static final String FORMAT = "1";
  private static final String UNFINISHED = "setup-unfinished";
  private static final String LOCK = "lock";
  private static final String PROBE = "probe";

  /** More than a small change of the directory takes. */
  private static final int PROBE_BYTES = 256 * 1024;

  /**
   * What may be in a fresh folder: what a first start left behind that was cut off before anything
   * else was there, and what a file system of its own begins with.
   */
  private static final Set<String> FIRST = Set.of(LOCK, UNFINISHED + OwnFiles.NEW, "lost+found");

  /** The folders that this process has open. */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path folder;
  private final FileChannel lock;

  private DataFolder(Path folder, FileChannel lock) {
    this.folder = folder;
    this.lock = lock;
  }

  /**
   * Opens the folder, and makes what a fresh one needs. A fresh one has to be {@link #finish}ed
   * once its directory is there.
   *
   * @param host what a fresh one's certificate is for
   * @throws StartException when it is in use, broken, or somebody else's
   */
  public static DataFolder open(Path path, String host, SecureRandom random) throws StartException {
    Path folder = path.toAbsolutePath().normalize();
    try {
      boolean _ = isFresh(folder); // nothing is put into somebody else's
      OwnFiles.makeFolder(folder);
      DataFolder data = new DataFolder(folder, lock(folder));
      try {
        // Asked again: until now another server may have made it whole.
        if (isFresh(folder)) {
          data.make(host, random);
        } else {
          data.checkWhole();
        }
        return data;
      } catch (IOException | StartException e) {
        data.close();
        throw e;
      }
    } catch (IOException e) {
      Path nearest = nearest(folder);
      String why =
          FileAccess.whyUnwritable(nearest)
              .map(text -> nearest + " " + text)
              .or(() -> whyNotOwn(e))
              .orElseGet(() -> reason(e));
      throw new StartException("the data folder " + folder + " can't be used: " + why, e);
    }
  }

  /** Of a file that is there, and that the failure names. */
  private static Optional<String> whyNotOwn(IOException e) {
    return e instanceof FileSystemException failure && failure.getFile() != null
        ? Optional.of(Path.of(failure.getFile()))
            .filter(Files::isRegularFile)
            .flatMap(file -> FileAccess.whyNotOwn(file).map(why -> file + " " + why))
        : Optional.empty();
  }

  /** The folder itself, or what of the way to it is there. */
  private static Path nearest(Path folder) {
    Path parent = folder.getParent();
    return Files.exists(folder) || parent == null ? folder : nearest(parent);
  }

  /** Whether nothing has been acknowledged in it yet. */
  private static boolean isFresh(Path folder) throws IOException, StartException {
    if (!Files.exists(folder)) {
      return true;
    }
    if (!Files.isDirectory(folder)) {
      throw new StartException(folder + " is no folder");
    }
    if (Files.exists(folder.resolve(MARKER))) {
      return false;
    }
    if (Files.exists(folder.resolve(UNFINISHED))) {
      return true;
    }
    try (Stream<Path> files = Files.list(folder)) {
      if (files.map(file -> file.getFileName().toString()).anyMatch(DataFolder::isForeign)) {
        throw new StartException(
            folder
                + " is not empty and is no data folder of Latchkey's (it has no file "
                + MARKER
                + ")");
      }
    }
    return true;
  }

  /** Hidden files are nobody's data: a home folder has some from its first day. */
  private static boolean isForeign(String name) {
    return !name.startsWith(".") && !FIRST.contains(name);
  }

  private static FileChannel lock(Path folder) throws IOException, StartException {
    // Closing a second channel of the file would release the process's lock (POSIX), so this
    // process's own are known without asking the system.
    if (!HELD.add(folder)) {
      throw new StartException("another server in this process uses the data folder " + folder);
    }
    FileChannel channel = null;
    try {
      channel =
          FileChannel.open(
              folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (channel.tryLock() != null) {
        return channel;
      }
      throw new StartException("another server is running with the data folder " + folder);
    } catch (IOException | StartException e) {
      if (channel != null) {
        channel.close();
      }
      HELD.remove(folder);
      throw e;
    }
  }

  private void make(String host, SecureRandom random) throws IOException {
    OwnFiles.write(folder.resolve(UNFINISHED), "");
    deleteTree(directory());
    OwnFiles.makeFolder(directory());
    OwnFiles.makeFolder(tls());
    PepperFile.make(pepperFile(), random);
    OwnFiles.write(adminPasswordFile(), new BigInteger(130, random).toString(32));
    SelfSigned.make(host, certificate(), key(), random);
  }

  private static void deleteTree(Path tree) throws IOException {
    if (Files.isDirectory(tree)) {
      try (Stream<Path> files = Files.list(tree)) {
        for (Path file : files.toList()) {
          deleteTree(file);
        }
      }
    }
    Files.deleteIfExists(tree);
  }

  /** Whether it is fresh and has not been finished. */
  boolean isUnfinished() {
    return !Files.exists(folder.resolve(MARKER));
  }

  /** Marks a fresh folder as whole: from now on nothing in it is ever made anew. */
  public void finish() throws StartException {
    try {
      if (isUnfinished()) {
        OwnFiles.write(folder.resolve(MARKER), FORMAT + "\n");
        Files.deleteIfExists(folder.resolve(UNFINISHED));
      }
    } catch (IOException e) {
      throw new StartException("the data folder can't be finished: " + e.getMessage(), e);
    }
  }

  private void checkWhole() throws IOException, StartException {
    String format = Files.readString(folder.resolve(MARKER)).strip();
    if (!format.equals(FORMAT)) {
      throw new StartException(
          "the data folder "
              + folder
              + " has format "
              + format
              + ", which another version of Latchkey made; this one reads format "
              + FORMAT);
    }
    for (Path file : List.of(pepperFile(), adminPasswordFile(), directory().resolve("data.mdb"))) {
      if (!Files.isRegularFile(file)) {
        throw new StartException(
            "the data folder is broken: " + file + " is missing; restore it from a backup");
      }
    }
    demandOwn(folder, FileAccess::whyUnreadable);
    demandOwn(tls(), FileAccess::whyUnreadable);
    demandOwn(directory(), FileAccess::whyNotOwn);
  }

  /** Files of somebody else are found now, not when they are needed. */
  private static void demandOwn(Path folder, Function<Path, Optional<String>> why)
      throws IOException, StartException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Optional<String> reason = why.apply(file);
        if (reason.isPresent()) {
          throw new StartException("the data folder can't be used: " + file + " " + reason.get());
        }
      }
    }
  }

  /** The folder itself. */
  public Path folder() {
    return folder;
  }

  /** Where the directory keeps its database. */
  public Path directory() {
    return folder.resolve("directory");
  }

  private Path tls() {
    return folder.resolve("tls");
  }

  /** The server's own certificate, PEM. */
  public Path certificate() {
    return tls().resolve("certificate.pem");
  }

  /** The key of the server's own certificate, PEM. */
  public Path key() {
    return tls().resolve("key.pem");
  }

  /**
   * Makes the server's own certificate anew, under the same key, where it is still the one that was
   * made here and is for another host.
   */
  void nameCertificate(String host, SecureRandom random) throws StartException {
    try {
      SelfSigned.rename(host, certificate(), key(), random);
    } catch (IOException e) {
      throw new StartException(
          certificate() + " can't be made anew for " + host + ": " + e.getMessage(), e);
    }
  }

  /** The key store that the admin port makes of certificate and key. */
  Path keyStore() {
    return tls().resolve("admin-port.p12");
  }

  Path pepperFile() {
    return folder.resolve("pepper");
  }

  /** The file with the password of the configured admin. */
  public Path adminPasswordFile() {
    return folder.resolve("admin-password");
  }

  /** The file that the ports in use are written to. */
  public Path portsFile() {
    return folder.resolve("ports.json");
  }

  String adminPassword() throws StartException {
    try {
      String password = Files.readString(adminPasswordFile()).strip();
      if (password.length() < 12) {
        throw new StartException(adminPasswordFile() + " holds fewer than 12 characters");
      }
      return password;
    } catch (IOException e) {
      throw new StartException("the admin's password can't be read: " + e.getMessage(), e);
    }
  }

  Peppers peppers() throws StartException {
    try {
      return PepperFile.read(pepperFile());
    } catch (IOException e) {
      throw new StartException("the pepper can't be read: " + e.getMessage(), e);
    }
  }

  TokenSigner tokenSigner(TokenSettings settings) throws StartException {
    try {
      return TokenKeyFile.open(folder, settings);
    } catch (IOException e) {
      throw new StartException("the key for tokens can't be used: " + e.getMessage(), e);
    }
  }

  /**
   * Checks that files can still be made here, by making one of a quarter of a mebibyte.
   *
   * @throws UncheckedIOException when none can, with the reason
   */
  void checkWritable() {
    Path probe = folder.resolve(PROBE);
    try {
      try {
        Files.write(probe, new byte[PROBE_BYTES]);
      } finally {
        Files.deleteIfExists(probe);
      }
    } catch (IOException e) {
      String why = FileAccess.whyUnwritable(folder).orElse("can't be written: " + reason(e));
      throw new UncheckedIOException(folder + " " + why, e);
    }
  }

  /** Without the file's name, which the JDK puts before it. */
  private static String reason(IOException e) {
    String reason = e instanceof FileSystemException failure ? failure.getReason() : e.getMessage();
    return reason == null ? "the system refuses it" : reason;
  }

  /** Writes a small file for scripts to read. */
  public void write(Path file, String text) throws StartException {
    try {
      OwnFiles.write(file, text);
    } catch (IOException e) {
      throw new StartException(file + " can't be written: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException("the data folder's lock can't be released", e);
    } finally {
      HELD.remove(folder);
    }
  }
}
