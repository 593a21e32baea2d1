// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plan;

import io.podsmith.api.PodRole;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;

/** Makes plans of many shapes, with the texts that YAML takes for something else. */
final class RandomPlans {
  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "yes",
          "NO",
          "on",
          "null",
          "~",
          "true",
          "1",
          "0x1F",
          "010",
          "0o7",
          "1_000",
          "1e3",
          "-.inf",
          "12:30:45",
          "2026-11-28",
          "a: b",
          "- a",
          "#a",
          "a #b",
          "{}",
          "[a]",
          "'",
          "\"",
          "line 1\nline 2\n",
          "\n",
          "\ttab",
          "trailing ",
          "cr\r\nlf",
          "%",
          "@a",
          "*a",
          "&a",
          "!a",
          "\u00e4\u4e2d\ud83d\ude00",
          "\u0001",
          "\u0085",
          "\u2028",
          "=",
          "<<",
          "?",
          "${env:A}");

  private final Random random;

  RandomPlans(long seed) {
    random = new Random(seed);
  }

  Plan plan() {
    return new Plan(
        new PlanTarget(text(), text(), text(), text(), text(), text()),
        role(PodRole.DRIVER),
        random.nextBoolean() ? Optional.of(role(PodRole.EXECUTOR)) : Optional.empty(),
        text(),
        some(this::read));
  }

  private PlannedRole role(PodRole role) {
    return new PlannedRole(
        role,
        some(() -> new PlannedStep(text(), text(), artifact(), some(this::read))),
        some(
            () ->
                new IdleStep(text(), artifact(), one(IdleStep.Reason.values()), some(this::text))),
        map(3),
        some(() -> new PlannedObject(random.nextBoolean(), writer(), map(3))),
        some(() -> new FieldProvenance(text(), some(this::write))));
  }

  private FieldProvenance.Write write() {
    Object value = random.nextInt(5) == 0 ? FieldProvenance.REMOVED : value(2);
    return new FieldProvenance.Write(writer(), value, some(this::text));
  }

  private Writer writer() {
    return new Writer(one(Writer.Kind.values()), text());
  }

  private StepArtifact artifact() {
    return new StepArtifact(text(), text(), text(), text());
  }

  private SettingRead read() {
    return new SettingRead(
        text(),
        random.nextBoolean() ? Optional.of(text()) : Optional.empty(),
        new SettingOrigin(one(SettingOrigin.Kind.values()), text(), random.nextInt(100)));
  }

  private Object value(int depth) {
    return switch (random.nextInt(depth == 0 ? 4 : 6)) {
      case 0 -> random.nextInt();
      case 1 -> random.nextBoolean();
      case 2, 3 -> text();
      case 4 -> map(depth - 1);
      default -> some(() -> value(depth - 1));
    };
  }

  private Map<String, Object> map(int depth) {
    Map<String, Object> map = new LinkedHashMap<>();
    some(this::text).forEach(key -> map.put(key, value(depth)));
    return map;
  }

  private <T> T one(T[] values) {
    return values[random.nextInt(values.length)];
  }

  private String text() {
    return TEXTS.get(random.nextInt(TEXTS.size()));
  }

  private <T> List<T> some(Supplier<T> make) {
    List<T> made = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      made.add(make.get());
    }
    return made;
  }
}
