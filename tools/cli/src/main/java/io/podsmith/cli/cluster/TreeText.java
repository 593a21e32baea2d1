// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.cluster;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.podsmith.cli.OutputOption.Format;
import io.podsmith.cli.text.Trees;
import java.util.Map;

/** Writes maps, lists and simple values as JSON, or as YAML that quotes all texts. */
final class TreeText {
  private TreeText() {}

  static String of(Map<String, ?> tree, Format format) {
    return format == Format.JSON ? Trees.json(tree) : Serialization.asYaml(tree);
  }
}
