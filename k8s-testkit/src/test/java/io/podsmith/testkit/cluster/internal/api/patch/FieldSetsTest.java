// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.patch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podsmith.testkit.cluster.internal.api.schema.Json;
import io.podsmith.testkit.cluster.internal.api.schema.Schema;
import java.util.List;
import org.junit.jupiter.api.Test;

class FieldSetsTest {
  private static final Schema SCHEMA = Schema.load();
  private static final FieldSets SETS = new FieldSets(SCHEMA);

  private static ObjectNode parse(String json) throws Exception {
    return (ObjectNode) Json.MAPPER.readTree(json.replace('\'', '"'));
  }

  @Test
  void tellsElementsApartByTheirKeys() throws Exception {
    ObjectNode pod =
        parse(
            "{'metadata':{'name':'p','finalizers':['a/b']},'spec':{'containers':[{'name':'c',"
                + "'ports':[{'containerPort':80}]}],'tolerations':[{'key':'x'}]}}");
    assertThat(SETS.leaves(pod, SCHEMA.type("Pod")).keySet())
        .containsExactlyInAnyOrder(
            List.of("f:metadata", "f:finalizers", "v:\"a/b\""),
            List.of("f:spec", "f:containers", "k:{\"name\":\"c\"}"),
            List.of("f:spec", "f:containers", "k:{\"name\":\"c\"}", "f:name"),
            List.of(
                "f:spec",
                "f:containers",
                "k:{\"name\":\"c\"}",
                "f:ports",
                "k:{\"containerPort\":80,\"protocol\":\"TCP\"}"),
            List.of(
                "f:spec",
                "f:containers",
                "k:{\"name\":\"c\"}",
                "f:ports",
                "k:{\"containerPort\":80,\"protocol\":\"TCP\"}",
                "f:containerPort"),
            List.of("f:spec", "f:tolerations"));
  }

  @Test
  void readsWhatItWrites() throws Exception {
    ObjectNode pod =
        parse("{'metadata':{'labels':{'a':'1'}},'spec':{'containers':[{'name':'c','image':'i'}]}}");
    var set = SETS.leaves(pod, SCHEMA.type("Pod")).keySet();
    assertThat(FieldSets.read(FieldSets.write(set))).containsExactlyInAnyOrderElementsOf(set);
  }

  @Test
  void printsPathsForPeople() {
    assertThat(FieldSets.print(List.of("f:spec", "f:containers", "k:{\"name\":\"c\"}", "f:image")))
        .isEqualTo(".spec.containers[name=\"c\"].image");
  }
}
