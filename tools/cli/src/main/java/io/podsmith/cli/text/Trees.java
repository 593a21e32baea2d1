// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.podsmith.core.plan.YamlText;
import java.util.Map;

/** Writes trees of maps, lists and scalars for programs. */
public final class Trees {
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private Trees() {}

  /** Returns a tree as JSON that ends with a line end. */
  public static String json(Map<String, ?> tree) {
    try {
      return "%s\n".formatted(JSON.writeValueAsString(tree));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a tree holds JSON values only", e);
    }
  }

  /** Returns a tree as a document of YAML. */
  public static String yaml(Map<String, ?> tree) {
    return YamlText.document(tree);
  }
}
