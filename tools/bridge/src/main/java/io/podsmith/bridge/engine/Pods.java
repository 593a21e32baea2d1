// SPDX-License-Identifier: Apache-2.0
package io.podsmith.bridge.engine;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.podsmith.api.SparkPod;
import io.podsmith.bridge.border.PodOutput;
import io.podsmith.bridge.border.PodText;
import io.podsmith.core.builder.StockPod;
import java.util.List;

/** Pods and objects as the border has them, and as the engine does. */
final class Pods {
  private Pods() {}

  static SparkPod read(PodText text) {
    return SparkPod.of(
        Serialization.unmarshal(text.pod(), Pod.class),
        Serialization.unmarshal(text.container(), Container.class));
  }

  static Pod read(String json) {
    return Serialization.unmarshal(json, Pod.class);
  }

  static PodOutput write(StockPod built) {
    return new PodOutput(
        new PodText(
            Serialization.asJson(built.pod().pod()), Serialization.asJson(built.pod().container())),
        built.properties(),
        texts(built.preResources()),
        texts(built.resources()));
  }

  private static List<String> texts(List<HasMetadata> objects) {
    return objects.stream().map(Serialization::asJson).toList();
  }
}
