// SPDX-License-Identifier: Apache-2.0
package io.podsmith.diff;

import io.podsmith.testkit.cluster.internal.parity.Flat;
import io.podsmith.testkit.cluster.internal.parity.Ledger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Gives settings files to two distributions, each with an API server of its own, and compares what
 * they create for the driver and for the first executor.
 *
 * <p>The driver is submitted through the class that {@code spark-submit} runs. The executor is
 * requested by a {@code SparkContext} with the settings of the file and the driver's properties; it
 * connects as in client mode, since the files of a service account exist in pods only. Both sides
 * work at the same time. Not thread-safe.
 */
final class Comparison implements AutoCloseable {
  /** A command takes some seconds, and minutes on a busy machine; a JVM that takes longer hangs. */
  static final Duration LIMIT = Duration.ofMinutes(5);

  /** The first minor version with the differences of the later ledger: Spark 4.2. */
  private static final int LATER = 2;

  /** The client appends the whole answer of the API server to its message. */
  private static final Pattern STATUS = Pattern.compile("(?s)\\.? Received status: Status\\(.*");

  /** Differences in the names of all objects, which are compared without their prefix then. */
  private static final List<String> OF_NAMES = List.of("name-prefix", "long-app-name");

  private static final String PREFIX_SETTING = "/spark.kubernetes.driver.resourceNamePrefix";

  private final Ledger ledger;
  private final Optional<Ledger> laterLedger;
  private final Triggers triggers;
  private final Reasons reasons;
  private final Secrets secrets;
  private final Path directory;
  private final Rig theirs;
  private final Rig ours;
  private final ExecutorService other = Executors.newSingleThreadExecutor();

  /**
   * Starts nothing but two embedded API servers; the JVMs of the distributions start with the first
   * file.
   *
   * @param theirs the distribution to compare with; if it has Podsmith, too, no difference is known
   * @param ours the distribution with Podsmith
   * @param files all files that will be compared
   * @param limit how long one command of a JVM may take
   */
  Comparison(Distribution theirs, Distribution ours, List<SettingsFile> files, Duration limit) {
    try {
      directory = Files.createTempDirectory("podsmith-diff");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ledger = theirs.hasPodsmith() ? Ledger.of("") : Resources.ledger("differences.properties");
    laterLedger =
        !theirs.hasPodsmith() && theirs.hasAtLeast(LATER)
            ? Optional.of(Resources.ledger("differences-4.2.properties"))
            : Optional.empty();
    triggers =
        new Triggers(
            theirs.hasPodsmith() ? new Properties() : Resources.properties("triggers.properties"));
    reasons = new Reasons(Resources.properties("like-reasons.properties"));
    List<SortedMap<String, String>> settings = files.stream().map(SettingsFile::settings).toList();
    secrets = Secrets.of(settings);
    Set<String> tokens = Tokens.in(settings);
    this.theirs = new Rig(theirs, directory.resolve("theirs"), limit, tokens);
    this.ours = new Rig(ours, directory.resolve("ours"), limit, tokens);
  }

  /** What both sides did. */
  private record Both(Observed theirs, Observed ours) {
    boolean isBroken() {
      return theirs.isBroken() || ours.isBroken();
    }

    boolean isRejected() {
      return theirs.isRejected() || ours.isRejected();
    }
  }

  /** The findings of one file, while it is compared. */
  private static final class Findings {
    final SortedMap<String, String> settings;
    final List<String> triggered;
    final SortedSet<String> listed = new TreeSet<>();
    final List<FileResult.Difference> unknown = new ArrayList<>();

    Findings(SortedMap<String, String> settings, List<String> triggered) {
      this.settings = settings;
      this.triggered = triggered;
    }

    boolean hasOtherNames() {
      return triggered.stream().anyMatch(OF_NAMES::contains);
    }

    FileResult.Outcome outcome() {
      if (!unknown.isEmpty()) {
        return FileResult.Outcome.UNKNOWN;
      }
      return listed.isEmpty() ? FileResult.Outcome.SAME : FileResult.Outcome.LISTED;
    }
  }

  /** Returns whether drivers of several comparisons can run side by side. */
  boolean hasOwnAddresses() {
    return theirs.hasOwnAddress() && ours.hasOwnAddress();
  }

  /** Returns how long each side worked so far, by label. */
  Map<String, PhaseTimes> times() {
    Map<String, PhaseTimes> times = new LinkedHashMap<>();
    times.put(theirs.label(), theirs.times());
    times.put(ours.label(), ours.times());
    return times;
  }

  /** Compares one settings file. */
  FileResult compare(SettingsFile file) {
    long start = System.nanoTime();
    SortedMap<String, String> settings = file.settings();
    Findings findings = new Findings(settings, triggers.ids(settings));
    String role = "driver";
    Both both = both(rig -> rig.submit(settings, findings.hasOtherNames()));
    Optional<FileResult.Outcome> rejected = rejection("application", both, findings);
    if (rejected.equals(Optional.of(FileResult.Outcome.REJECTED_BY_PODSMITH))) {
      // Podsmith tries executors when it submits; Spark fails when the driver requests them
      role = "executor";
      both = new Both(theirs.requestExecutor(settings), both.ours());
      rejected = rejection(role, both, findings);
    } else if (!both.isRejected()) {
      collect(both, findings);
      findings.triggered.stream().filter(OF_NAMES::contains).forEach(findings.listed::add);
      role = "executor";
      both =
          hasOwnAddresses()
              ? both(rig -> rig.requestExecutor(settings))
              : new Both(theirs.requestExecutor(settings), ours.requestExecutor(settings));
      rejected = rejection("executor", both, findings);
      if (!both.isRejected()) {
        collect(both, findings);
      }
    }
    clear();
    return new FileResult(
        file.path(),
        rejected.orElseGet(findings::outcome),
        findings.listed,
        findings.unknown,
        both.isRejected() ? Optional.of(said(role, both)) : Optional.empty(),
        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
  }

  private String said(String role, Both both) {
    return secrets.text(
        "%s: %s: %s; %s: %s"
            .formatted(
                role,
                theirs.label(),
                STATUS.matcher(both.theirs().said()).replaceFirst(""),
                ours.label(),
                STATUS.matcher(both.ours().said()).replaceFirst("")));
  }

  private Both both(Function<Rig, Observed> work) {
    CompletableFuture<Observed> their =
        CompletableFuture.supplyAsync(() -> work.apply(theirs), other);
    Observed our = work.apply(ours);
    return new Both(their.join(), our);
  }

  private void clear() {
    CompletableFuture<Void> their = CompletableFuture.runAsync(theirs::clear, other);
    ours.clear();
    their.join();
  }

  private Optional<FileResult.Outcome> rejection(String role, Both both, Findings findings) {
    if (both.isBroken()) {
      return Optional.of(FileResult.Outcome.FAILED);
    }
    String their = both.theirs().said();
    String our = both.ours().said();
    if (both.ours().isRejected() && both.theirs().isRejected()) {
      return Optional.of(rejectionByBoth(role, both, findings));
    }
    if (both.ours().isRejected()) {
      Optional<String> id = ofError(role, our);
      id.ifPresent(findings.listed::add);
      return id.isPresent()
          ? Optional.empty()
          : Optional.of(FileResult.Outcome.REJECTED_BY_PODSMITH);
    }
    if (both.theirs().isRejected()) {
      Optional<String> id = ledger.ofAccepted(their);
      id.ifPresent(findings.listed::add);
      return id.isPresent() ? Optional.empty() : Optional.of(FileResult.Outcome.REJECTED_BY_OTHER);
    }
    return Optional.empty();
  }

  /** Podsmith may name a fault before Spark finds another one: that is a known difference, too. */
  private FileResult.Outcome rejectionByBoth(String role, Both both, Findings findings) {
    if (reasons.areAlike(both.theirs().said(), both.ours().said(), findings.settings)) {
      return FileResult.Outcome.REJECTED_BY_BOTH;
    }
    Optional<String> id = ofError(role, both.ours().said());
    id.ifPresent(findings.listed::add);
    return id.isPresent()
        ? FileResult.Outcome.REJECTED_BY_BOTH
        : FileResult.Outcome.REJECTED_DIFFERENTLY;
  }

  private Optional<String> ofError(String role, String our) {
    // the ledger calls a driver "driver" however it is submitted
    return ledger
        .ofError(role, our)
        .or(() -> role.equals("application") ? ledger.ofError("driver", our) : Optional.empty());
  }

  private void collect(Both both, Findings findings) {
    SortedMap<String, String> their = both.theirs().lines();
    SortedMap<String, String> our = both.ours().lines();
    List<String> expected =
        findings.triggered.stream().filter(id -> !OF_NAMES.contains(id)).toList();
    for (String place : Flat.differences(their, our).keySet()) {
      if (findings.hasOtherNames() && place.endsWith(PREFIX_SETTING)) {
        continue;
      }
      Optional<String> id =
          ledger
              .ofPlace(expected, place)
              .or(() -> laterLedger.flatMap(later -> later.ofPlace(expected, place)));
      if (id.isPresent()) {
        findings.listed.add(id.get());
      } else {
        findings.unknown.add(
            new FileResult.Difference(
                secrets.text(place),
                secrets.shown(place, Optional.ofNullable(their.get(place))),
                secrets.shown(place, Optional.ofNullable(our.get(place)))));
      }
    }
  }

  @Override
  public void close() {
    other.shutdownNow();
    theirs.close();
    ours.close();
    Directories.delete(directory);
  }
}
