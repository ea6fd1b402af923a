// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.config;

/**
 * Primary passwords and the cost of their Argon2id hash (RFC 9106).
 *
 * @param argon2MemoryKib in KiB, 8 for each lane to 1,048,576
 * @param argon2Iterations passes over the memory, 1 to 64
 * @param argon2Parallelism lanes, 1 to 16
 * @param minLength beside a second factor, in characters, 8 to 64; without one it is 15 at least
 */
public record PrimaryPasswordSettings(
    int argon2MemoryKib, int argon2Iterations, int argon2Parallelism, int minLength) {

  public PrimaryPasswordSettings {
    new Check()
        .range("argon2-memory-kib", argon2MemoryKib, 8, 1_048_576)
        .range("argon2-iterations", argon2Iterations, 1, 64)
        .range("argon2-parallelism", argon2Parallelism, 1, 16)
        // RFC 9106 section 3.1.
        .that(
            argon2MemoryKib >= 8L * argon2Parallelism,
            "must be at least 8 for each of \"argon2-parallelism\"",
            "argon2-memory-kib",
            "argon2-parallelism")
        .range("min-length", minLength, 8, 64)
        .done();
  }

  /** What holds where the settings file says nothing. */
  public static PrimaryPasswordSettings defaults() {
    return new PrimaryPasswordSettings(19_456, 2, 1, 8);
  }
}
