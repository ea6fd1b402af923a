// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.app.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.latchkey.config.Settings;
import org.latchkey.core.password.AppPasswordRules;
import org.latchkey.core.password.SealedSecrets;
import org.latchkey.directory.embedded.LdifImport;

/** Makes a data folder of an LDIF file, as a restored backup or a first load. */
public final class Import {
  private Import() {}

  /**
   * Loads the file into a fresh data folder.
   *
   * @param pepper the pepper file that the verifiers in the file were made under; empty where it
   *     holds none
   * @return how many entries there were
   * @throws StartException when the folder isn't fresh, or the file can't be loaded
   */
  public static long run(
      Settings settings, Path folder, Path ldif, Optional<Path> pepper, LongConsumer progress)
      throws StartException {
    if (!Files.isReadable(ldif)) {
      throw new StartException(ldif + " can't be read");
    }
    try (DataFolder data =
        DataFolder.open(folder, ServerName.of(settings.publicly()), new SecureRandom())) {
      if (!data.isUnfinished()) {
        throw new StartException(
            "an import is for a fresh data folder: " + data.folder() + " has a directory already");
      }
      if (pepper.isPresent()) {
        PepperFile.read(pepper.get());
        OwnFiles.write(data.pepperFile(), Files.readString(pepper.get()));
      }
      AppPasswordRules rules = new AppPasswordRules(settings.appPasswords().maxActive());
      SealedSecrets seals = new SealedSecrets(data.peppers(), new SecureRandom());
      long count =
          LdifImport.load(data.directory(), settings.directory(), rules, seals, ldif, progress);
      data.finish();
      return count;
    } catch (IOException e) {
      throw new StartException(String.valueOf(e.getMessage()), e);
    }
  }
}
