// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.podsmith.cli.OutputOption.Format;
import java.util.Map;

/** Writes maps, lists and simple values as JSON or YAML. */
final class TreeText {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private TreeText() {}

  static String of(Map<String, ?> tree, Format format) {
    try {
      return format == Format.JSON
          ? JSON.writeValueAsString(tree) + "\n"
          : Serialization.asYaml(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
