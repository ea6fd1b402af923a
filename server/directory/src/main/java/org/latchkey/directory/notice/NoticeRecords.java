// SPDX-FileCopyrightText: The Latchkey authors
// SPDX-License-Identifier: Apache-2.0
package org.latchkey.directory.notice;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.latchkey.core.account.AccountId;
import org.latchkey.core.directory.ChangeKind;
import org.latchkey.core.notice.Notice;
import org.latchkey.directory.lmdb.LmdbMap;
import org.latchkey.directory.lmdb.LmdbTransaction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The records of notices in one transaction. */
final class NoticeRecords {
  private static final Logger log = LoggerFactory.getLogger(NoticeRecords.class);

  private static final int FORMAT = 1;
  private static final byte[] NEXT = "next-notice".getBytes(StandardCharsets.US_ASCII);

  private final LmdbTransaction txn;

  NoticeRecords(LmdbTransaction txn) {
    this.txn = txn;
  }

  /** Makes a notice that has a number. */
  @FunctionalInterface
  interface Numbered {
    Notice notice(long number);
  }

  /** Adds one under the next number. */
  void add(Numbered added) {
    byte[] next = txn.get(LmdbMap.META, NEXT);
    long number = next == null ? 1 : number(next);
    txn.put(LmdbMap.META, NEXT, key(number + 1));
    txn.put(LmdbMap.NOTICES, key(number), encoded(added.notice(number)));
  }

  long count() {
    return txn.size(LmdbMap.NOTICES);
  }

  List<Notice> oldest(long after, int most) {
    List<Notice> oldest = new ArrayList<>();
    txn.scan(
        LmdbMap.NOTICES,
        new byte[0],
        (key, value) -> {
          if (number(key) > after) {
            decoded(number(key), value).ifPresent(oldest::add);
          }
          return oldest.size() < most;
        });
    return oldest;
  }

  void remove(long number) {
    txn.delete(LmdbMap.NOTICES, key(number));
  }

  /** Removes the oldest until there are no more than these. */
  int shrinkTo(int most) {
    int surplus = (int) Math.max(0, count() - most);
    List<Long> numbers = new ArrayList<>();
    if (surplus > 0) {
      txn.scan(
          LmdbMap.NOTICES,
          new byte[0],
          (key, value) -> numbers.add(number(key)) && numbers.size() < surplus);
    }
    numbers.forEach(this::remove);
    return surplus;
  }

  private static byte[] key(long number) {
    return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
  }

  private static long number(byte[] key) {
    return ByteBuffer.wrap(key).getLong();
  }

  private static byte[] encoded(Notice notice) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(FORMAT);
      out.writeLong(notice.time().toEpochMilli());
      out.writeUTF(notice.account().toString());
      out.writeUTF(notice.label());
      out.writeUTF(notice.by());
      out.writeUTF(notice.change().id()); // last, since it is never empty: no record ends in zeros
    } catch (IOException e) {
      throw new UncheckedIOException("a notice can't be encoded", e);
    }
    return bytes.toByteArray();
  }

  /** Empty when it is malformed, or another version's. */
  private static Optional<Notice> decoded(long number, byte[] record) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(record))) {
      int format = in.readByte();
      if (format != FORMAT) {
        throw new IllegalArgumentException("its format is " + format + ", not " + FORMAT);
      }
      Instant time = Instant.ofEpochMilli(in.readLong());
      AccountId account = AccountId.of(in.readUTF());
      String label = in.readUTF();
      String by = in.readUTF();
      String what = in.readUTF();
      ChangeKind change =
          ChangeKind.of(what)
              .orElseThrow(() -> new IllegalArgumentException("no change is called " + what));
      return Optional.of(new Notice(number, change, account, label, by, time));
    } catch (IOException | IllegalArgumentException e) {
      log.warn("event=malformed-notice number={} reason=\"{}\"", number, e.getMessage());
      return Optional.empty();
    }
  }
}
