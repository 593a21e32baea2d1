// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.parity;

import static org.assertj.core.api.Assertions.assertThat;

import io.podsmith.api.conf.AppLanguage;
import io.podsmith.api.conf.MainAppResource;
import io.podsmith.api.error.PodsmithException;
import io.podsmith.core.builder.history.PodHistory.Version;
import io.podsmith.core.builder.history.SpecOrigins;
import io.podsmith.core.conf.SettingOrigins;
import io.podsmith.core.conf.SparkRuntime;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.views.Application;
import io.podsmith.core.plan.FieldProvenance;
import io.podsmith.core.plan.FieldProvenance.Write;
import io.podsmith.core.plan.Plan;
import io.podsmith.core.plan.PlannedRole;
import io.podsmith.core.plan.PodFields;
import io.podsmith.core.plan.Writer;
import io.podsmith.core.planning.Planner;
import io.podsmith.core.planning.PreparedSubmission;
import io.podsmith.core.submit.preview.PreviewRuntime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Every field of every pod of the parity cases has a writer, and the right one.
 *
 * <p>The fold is replayed without one author at a time: the changes that the others made, as the
 * pods before and after them show, are applied in order. A change is replayed as it was made, also
 * where its author looked at what the missing one had written: to run steps again would show what
 * they decide then, not who wrote the field. So the fields that differ from the finished pod must
 * be exactly those that name the missing author as the winner, and each of them must have the value
 * that it had before that author, or be gone. The changes are taken from the pods by their whole
 * trees and not from the plan.
 */
@Tag("differential")
class ProvenanceTest {
  private static final int FLOOR = 450;
  private static final int FLOOR_OF_REPLAYS = 3500;

  /** Cases of executors whose settings a driver that is submitted cannot have. */
  private static final Set<String> OF_EXECUTORS_ONLY = Set.of("executor-port-left-to-chance");

  private int plans;
  private int replays;

  @Test
  void namesExactlyTheWinnerOfEachField() {
    for (ParityCase given : ParityCase.all()) {
      if (given.role() != ParityCase.Role.CLIENT && !OF_EXECUTORS_ONLY.contains(given.name())) {
        prepared(given).ifPresent(prepared -> check(given.name(), prepared));
      }
    }
    System.out.printf("Provenance: %d plans, %d replays without an author%n", plans, replays);
    assertThat(plans).as("cases that are accepted").isGreaterThan(FLOOR);
    assertThat(replays).isGreaterThan(FLOOR_OF_REPLAYS);
  }

  @Test
  void noticesAWrongWinner() {
    PreparedSubmission prepared =
        ParityCase.all().stream()
            .filter(given -> given.role() == ParityCase.Role.DRIVER)
            .flatMap(given -> prepared(given).stream())
            .findFirst()
            .orElseThrow();
    Replay replay = new Replay(prepared.spec().origins(), PodFields.tree(prepared.spec().pod()));
    Writer step = new Writer(Writer.Kind.STEP, "spark.driver-basics");

    assertThat(replay.changedWithout(step))
        .isNotEmpty()
        .isNotEqualTo(replay.changedWithout(Writer.of(Writer.Kind.ENGINE)));
  }

  /** Returns what is built of a case, empty where it is rejected. */
  private static Optional<PreparedSubmission> prepared(ParityCase given) {
    Map<String, String> settings = new TreeMap<>(given.settings());
    if (given.role() == ParityCase.Role.EXECUTOR) {
      // a driver that is submitted has the addresses of its Service and pod
      settings.keySet().removeAll(Set.of("spark.driver.host", "spark.driver.bindAddress"));
    }
    Map<String, String> app = given.below("app.");
    MainAppResource main =
        MainAppResource.builder()
            .language(AppLanguage.valueOf(app.get("language")))
            .file(Optional.ofNullable(app.get("file")))
            .build();
    String args = app.get("args");
    try {
      return Optional.of(
          Planner.prepare(
              SparkSettings.of(settings, given.below("env.")),
              new PreviewRuntime(SparkRuntime.standalone("4.1.1")),
              new Application(
                  ParityCase.APP_ID,
                  main,
                  app.get("class"),
                  args.isEmpty() ? List.of() : Arrays.asList(args.split(" ")),
                  Optional.ofNullable(app.get("proxyUser"))),
              SettingOrigins.unknown()));
    } catch (PodsmithException e) {
      assertThat(given.refused().equals("both") || given.refused().equals("ours"))
          .as("%s is accepted by the submission: %s", given.name(), e.getMessage())
          .isTrue();
      return Optional.empty();
    }
  }

  private void check(String name, PreparedSubmission prepared) {
    try (prepared) {
      Plan plan = prepared.plan();
      plans++;
      check(
          name,
          plan.driver(),
          new Replay(prepared.spec().origins(), PodFields.tree(prepared.spec().pod())));
      prepared
          .spec()
          .firstExecutor()
          .ifPresent(
              executor ->
                  check(
                      name,
                      plan.executor().orElseThrow(),
                      new Replay(executor.origins(), PodFields.tree(executor.pod()))));
    }
  }

  private void check(String name, PlannedRole role, Replay replay) {
    Map<String, Set<String>> won = new LinkedHashMap<>();
    Set<Writer> writers = new LinkedHashSet<>();
    for (FieldProvenance field : role.fields()) {
      assertThat(field.writes()).as("%s: writers of %s", name, field.path()).isNotEmpty();
      field.writes().stream().map(Write::writer).forEach(writers::add);
      won.computeIfAbsent(field.winner().writer().name(), w -> new TreeSet<>()).add(field.path());
    }
    assertThat(role.fields())
        .as("%s: leaves of the %s", name, role.role().label())
        .extracting(FieldProvenance::path)
        .containsAll(PodFields.leaves(role.pod()).keySet());
    for (Writer writer : writers) {
      replays++;
      assertThat(replay.changedWithout(writer))
          .as("%s: fields of the %s without %s", name, role.role().label(), writer)
          .isEqualTo(won.getOrDefault(writer.name(), Set.of()));
    }
  }

  /** The changes of all authors of a pod, taken from the pods that they left. */
  private static final class Replay {
    private record Change(Writer writer, Map<String, Optional<Object>> leaves) {}

    private final List<Change> changes = new ArrayList<>();
    private final Map<String, Object> finished;

    Replay(SpecOrigins origins, Map<String, Object> pod) {
      List<Version> versions = origins.versions();
      Version last = versions.get(versions.size() - 1);
      String container = Objects.toString(last.state().container().get("name"), "");
      Map<String, Object> before = Map.of();
      for (Version version : versions) {
        Map<String, Object> after = PodFields.leaves(whole(version, container));
        if (!version.state().container().containsKey("name")) {
          after.remove("spec.containers[name=%s].name".formatted(container));
        }
        changes.add(new Change(version.author().writer(), difference(before, after)));
        before = after;
      }
      finished = PodFields.leaves(pod);
      changes.add(new Change(Writer.of(Writer.Kind.ENGINE), difference(before, finished)));
    }

    /** Returns the tree of a pod with Spark's container, which has its last name from the start. */
    private static Map<String, Object> whole(Version version, String container) {
      Map<String, Object> pod = new LinkedHashMap<>(version.state().pod());
      Map<String, Object> spec = new LinkedHashMap<>(map(pod.get("spec")));
      List<Object> containers = new ArrayList<>();
      if (spec.get("containers") instanceof List<?> others) {
        containers.addAll(others);
      }
      Map<String, Object> own = new LinkedHashMap<>(version.state().container());
      own.put("name", container);
      containers.add(own);
      spec.put("containers", containers);
      pod.put("spec", spec);
      return pod;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value) {
      return value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }

    private static Map<String, Optional<Object>> difference(
        Map<String, Object> before, Map<String, Object> after) {
      Map<String, Optional<Object>> changed = new TreeMap<>();
      before.keySet().stream()
          .filter(path -> !after.containsKey(path))
          .forEach(path -> changed.put(path, Optional.empty()));
      after.forEach(
          (path, value) -> {
            if (!value.equals(before.get(path))) {
              changed.put(path, Optional.of(value));
            }
          });
      return changed;
    }

    /** Returns the leaves that differ if one author does nothing. */
    Set<String> changedWithout(Writer missing) {
      Map<String, Object> pod = new TreeMap<>();
      for (Change change : changes) {
        if (!change.writer().equals(missing)) {
          change
              .leaves()
              .forEach(
                  (path, value) ->
                      value.ifPresentOrElse(v -> pod.put(path, v), () -> pod.remove(path)));
        }
      }
      Set<String> changed = new TreeSet<>(difference(pod, finished).keySet());
      // an empty map is no field of its own once there is something in it
      changed.removeIf(path -> isEmpty(pod.get(path)) && isFilled(path));
      return changed;
    }

    private static boolean isEmpty(Object value) {
      return value instanceof Map<?, ?> map && map.isEmpty();
    }

    private boolean isFilled(String path) {
      return finished.keySet().stream()
          .anyMatch(each -> each.startsWith(path + ".") || each.startsWith(path + "["));
    }
  }
}
