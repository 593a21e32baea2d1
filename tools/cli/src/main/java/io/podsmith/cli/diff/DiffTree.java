// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.diff;

import io.podsmith.cli.text.Words;
import io.podsmith.core.plan.SettingRead;
import io.podsmith.diff.PlanDiff;
import io.podsmith.diff.PlanDifference;
import io.podsmith.diff.PlanDifference.Side;
import java.util.LinkedHashMap;
import java.util.Map;

/** Gives a comparison as a tree for JSON and YAML. */
final class DiffTree {
  private DiffTree() {}

  static Map<String, Object> of(String first, String second, PlanDiff.Result result) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("first", first);
    tree.put("second", second);
    tree.put("same", result.isSame());
    tree.put("differences", result.differences().stream().map(DiffTree::of).toList());
    tree.put("withheld", result.withheld());
    tree.put("notes", result.notes());
    return tree;
  }

  private static Map<String, Object> of(PlanDifference difference) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("part", difference.part().label());
    tree.put("path", difference.path());
    difference.first().ifPresent(side -> tree.put("first", of(side)));
    difference.second().ifPresent(side -> tree.put("second", of(side)));
    return tree;
  }

  private static Map<String, Object> of(Side side) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("value", side.value());
    side.writer().ifPresent(writer -> tree.put("writer", Words.writer(writer)));
    tree.put("settings", side.settings().stream().map(DiffTree::of).toList());
    return tree;
  }

  private static Map<String, Object> of(SettingRead read) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("key", read.key());
    read.value().ifPresent(value -> tree.put("value", value));
    tree.put("origin", read.origin().shown());
    return tree;
  }
}
