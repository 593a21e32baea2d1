// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.conf;

import io.podsmith.core.input.InputLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Remembers the contents of files, so that a file that several readers need is read once.
 *
 * <p>A pipe, such as {@code <(...)} of a shell or {@code /dev/fd/63}, is empty or blocks when it is
 * read a second time. Make one for each submission or application. Safe for use by several threads.
 */
public final class FileContents {
  private final ConcurrentMap<Path, byte[]> contents = new ConcurrentHashMap<>();
  private final Predicate<Path> isRemembered;

  private FileContents(Predicate<Path> isRemembered) {
    this.isRemembered = isRemembered;
  }

  /** Remembers all files, for the short time of a submission. */
  public static FileContents ofAll() {
    return new FileContents(file -> true);
  }

  /** Remembers only what cannot be read again, for the lifetime of an application. */
  public static FileContents ofPipes() {
    return new FileContents(file -> !Files.isRegularFile(file));
  }

  /**
   * Reads a file of this machine, or returns what an earlier call read.
   *
   * @throws IOException if it cannot be read; a later call tries again
   */
  public byte[] read(Path file) throws IOException {
    try {
      return read(
          file,
          () -> {
            try {
              return InputLimits.read(file);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    } catch (UncheckedIOException e) {
      throw Objects.requireNonNull(e.getCause());
    }
  }

  byte[] read(Path file, Supplier<byte[]> reader) {
    return isRemembered.test(file)
        ? contents.computeIfAbsent(file.toAbsolutePath().normalize(), key -> reader.get()).clone()
        : reader.get();
  }
}
