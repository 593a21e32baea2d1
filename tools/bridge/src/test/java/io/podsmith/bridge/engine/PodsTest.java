// SPDX-License-Identifier: Apache-2.0
package io.podsmith.bridge.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.podsmith.bridge.border.PodOutput;
import io.podsmith.bridge.border.PodText;
import io.podsmith.core.builder.StockPod;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PodsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void keepsFieldsOfNewerVersionsOfKubernetes() throws IOException {
    PodText text =
        new PodText(
            """
            {"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","labels":{"a":"b"}},
             "spec":{"newerField":{"nested":[1,2]},"volumes":[{"name":"v","newerVolume":{"x":"y"}}]}}
            """,
            """
            {"name":"spark","resources":{"requests":{"cpu":"1","memory":"1408Mi"}},
             "newerContainerField":true,"securityContext":{"newerRule":"strict"}}
            """);

    PodOutput written = Pods.write(new StockPod(Pods.read(text), Map.of(), List.of(), List.of()));

    assertThat(JSON.readTree(written.pod().pod())).isEqualTo(JSON.readTree(text.pod()));
    assertThat(JSON.readTree(written.pod().container())).isEqualTo(JSON.readTree(text.container()));
  }
}
