// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.selector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podsmith.testkit.cluster.internal.api.request.ApiException;
import io.podsmith.testkit.cluster.internal.api.schema.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelSelectorTest {
  private static final ObjectNode OBJECT = labelled("app", "x", "n", "5");

  private static ObjectNode labelled(String... pairs) {
    ObjectNode object = Json.object();
    ObjectNode labels = object.putObject("metadata").putObject("labels");
    for (int i = 0; i < pairs.length; i += 2) {
      labels.put(pairs[i], pairs[i + 1]);
    }
    return object;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "app",
        "app=x",
        " app == x ",
        "app!=y",
        "other!=x",
        "app in (x, y)",
        "app notin (y)",
        "other notin (y)",
        "!other",
        "n>4",
        "n<6",
        "app,n",
        "app=x,!other,n in (5)"
      })
  void matches(String selector) {
    assertThat(LabelSelector.parse(selector).matches(OBJECT)).as(selector).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "other",
        "app=y",
        "app!=x",
        "app in (y,z)",
        "app notin (x)",
        "!app",
        "n>5",
        "app="
      })
  void doesNotMatch(String selector) {
    assertThat(LabelSelector.parse(selector).matches(OBJECT)).as(selector).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "a,,b", ",a", "a in b", "a in (", "=b", "!", "-x", "a>b", "a=b=c"})
  void refuses(String selector) {
    assertThatThrownBy(() -> LabelSelector.parse(selector)).isInstanceOf(ApiException.class);
  }

  @Test
  void readsSelectorsOfObjects() throws Exception {
    var selector =
        Json.MAPPER.readTree(
            """
            {"matchLabels":{"app":"x"},"matchExpressions":[
              {"key":"n","operator":"In","values":["5","6"]},
              {"key":"other","operator":"DoesNotExist"}]}
            """);
    assertThat(LabelSelector.of(selector).matches(OBJECT)).isTrue();
    assertThat(LabelSelector.of(selector).matches(labelled("app", "x", "n", "7"))).isFalse();
  }
}
