// SPDX-License-Identifier: Apache-2.0
package io.podsmith.diff;

import io.podsmith.testkit.cluster.internal.parity.Flat;
import io.podsmith.testkit.cluster.internal.parity.Ledger;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Gives settings files to two distributions, each with an API server of its own, and compares what
 * they create for the driver and for the first executor.
 *
 * <p>The driver is submitted through the class that {@code spark-submit} runs. The executor is
 * requested by a {@code SparkContext} with the settings of the file and the driver's properties; it
 * connects as in client mode, since the files of a service account exist in pods only. Not
 * thread-safe.
 */
public final class Comparison implements AutoCloseable {
  private static final String LEDGER = "differences.properties";
  private static final String LEDGER_OF_LATER_VERSIONS = "differences-4.2.properties";
  private static final Pattern EARLIER = Pattern.compile("Spark ([0-3]\\.|4\\.[01]\\.).*|[^0-9]*");

  private final Ledger ledger = ledger(LEDGER);
  private final Optional<Ledger> laterLedger;
  private final Path directory;
  private final Rig theirs;
  private final Rig ours;

  /**
   * Starts nothing but two embedded API servers; the JVMs of the distributions start with the first
   * file.
   *
   * @param theirs the distribution to compare with
   * @param ours the distribution with Podsmith
   */
  public Comparison(Distribution theirs, Distribution ours) {
    try {
      directory = Files.createTempDirectory("podsmith-diff");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    laterLedger =
        EARLIER.matcher(theirs.label()).matches()
            ? Optional.empty()
            : Optional.of(ledger(LEDGER_OF_LATER_VERSIONS));
    this.theirs = new Rig(theirs, directory);
    this.ours = new Rig(ours, directory);
  }

  private static Ledger ledger(String file) {
    try (InputStream in = Comparison.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("%s is missing in the jar".formatted(file));
      }
      return Ledger.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Compares one settings file.
   *
   * @param expected ids of known differences that show only where the user expects them
   * @throws DiffException if the file cannot be read
   */
  public FileResult compare(Path file, List<String> expected) {
    SortedMap<String, String> settings = SettingsFile.read(file);
    Secrets secrets = Secrets.of(settings);
    long start = System.nanoTime();
    Observed their = theirs.submit(settings);
    Observed our = ours.submit(settings);
    SortedSet<String> listed = new TreeSet<>();
    List<FileResult.Difference> unknown = new ArrayList<>();
    Optional<FileResult.Outcome> rejected = rejection("application", their, our, listed);
    String role = "driver";
    if (!their.isRejected() && !our.isRejected()) {
      collect(expected, their, our, listed, unknown, secrets);
      their = theirs.requestExecutor(settings);
      our = ours.requestExecutor(settings);
      role = "executor";
      rejected = rejection("executor", their, our, listed);
      if (rejected.isEmpty() && !their.isRejected() && !our.isRejected()) {
        collect(expected, their, our, listed, unknown, secrets);
      }
    }
    theirs.clear();
    ours.clear();
    FileResult.Outcome outcome =
        rejected.orElse(
            !unknown.isEmpty()
                ? FileResult.Outcome.UNKNOWN
                : listed.isEmpty() ? FileResult.Outcome.SAME : FileResult.Outcome.LISTED);
    return new FileResult(
        file,
        outcome,
        listed,
        unknown,
        their.isRejected() || our.isRejected()
            ? Optional.of(
                secrets.text(
                    "%s: %s: %s; %s: %s"
                        .formatted(role, theirs.label(), their.said(), ours.label(), our.said())))
            : Optional.empty(),
        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
  }

  private Optional<FileResult.Outcome> rejection(
      String role, Observed their, Observed our, SortedSet<String> listed) {
    if (our.isRejected() && their.isRejected()) {
      return Optional.of(FileResult.Outcome.REJECTED_BY_BOTH);
    }
    if (our.isRejected()) {
      Optional<String> id = ledger.ofError(role, our.said());
      if (id.isEmpty() && role.equals("application")) {
        id = ledger.ofError("driver", our.said());
      }
      id.ifPresent(listed::add);
      return id.isPresent()
          ? Optional.empty()
          : Optional.of(FileResult.Outcome.REJECTED_BY_PODSMITH);
    }
    if (their.isRejected()) {
      Optional<String> id = ledger.ofAccepted(their.said());
      id.ifPresent(listed::add);
      return id.isPresent() ? Optional.empty() : Optional.of(FileResult.Outcome.REJECTED_BY_OTHER);
    }
    return Optional.empty();
  }

  private void collect(
      List<String> expected,
      Observed their,
      Observed our,
      SortedSet<String> listed,
      List<FileResult.Difference> unknown,
      Secrets secrets) {
    for (String place : Flat.differences(their.lines(), our.lines()).keySet()) {
      Optional<String> id =
          ledger
              .ofPlace(expected, place)
              .or(() -> laterLedger.flatMap(later -> later.ofPlace(expected, place)));
      if (id.isPresent()) {
        listed.add(id.get());
      } else {
        unknown.add(
            new FileResult.Difference(
                place,
                secrets.shown(place, Optional.ofNullable(their.lines().get(place))),
                secrets.shown(place, Optional.ofNullable(our.lines().get(place)))));
      }
    }
  }

  @Override
  public void close() {
    theirs.close();
    ours.close();
    Directories.delete(directory);
  }
}
