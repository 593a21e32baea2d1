// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.patch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podsmith.testkit.cluster.internal.api.schema.Json;
import io.podsmith.testkit.cluster.internal.api.schema.Schema;
import org.junit.jupiter.api.Test;

class StrategicMergeTest {
  private static final Schema SCHEMA = Schema.load();

  private static ObjectNode merge(String target, String patch) throws Exception {
    return new StrategicMerge(SCHEMA).apply(parse(target), parse(patch), SCHEMA.type("PodSpec"));
  }

  private static ObjectNode parse(String json) throws Exception {
    return (ObjectNode) Json.MAPPER.readTree(json.replace('\'', '"'));
  }

  @Test
  void putsNewElementsBeforeThoseThePatchDoesNotName() throws Exception {
    assertThat(
            merge(
                "{'containers':[{'name':'a','image':'1'}]}",
                "{'containers':[{'name':'b','image':'2'}]}"))
        .isEqualTo(parse("{'containers':[{'name':'b','image':'2'},{'name':'a','image':'1'}]}"));
  }

  @Test
  void ordersElementsAsToldTo() throws Exception {
    assertThat(
            merge(
                "{'containers':[{'name':'a'},{'name':'b'},{'name':'c'}]}",
                "{'$setElementOrder/containers':[{'name':'c'},{'name':'a'}],"
                    + "'containers':[{'name':'c','image':'3'}]}"))
        .isEqualTo(parse("{'containers':[{'name':'b'},{'name':'c','image':'3'},{'name':'a'}]}"));
  }

  @Test
  void replacesListsWhenToldTo() throws Exception {
    assertThat(
            merge(
                "{'containers':[{'name':'a'},{'name':'b'}]}",
                "{'containers':[{'$patch':'replace'},{'name':'c'}]}"))
        .isEqualTo(parse("{'containers':[{'name':'c'}]}"));
  }

  @Test
  void replacesAtomicLists() throws Exception {
    assertThat(merge("{'tolerations':[{'key':'a'},{'key':'b'}]}", "{'tolerations':[{'key':'c'}]}"))
        .isEqualTo(parse("{'tolerations':[{'key':'c'}]}"));
  }

  @Test
  void keepsOnlyTheKeysThatAreToBeRetained() throws Exception {
    assertThat(
            merge(
                "{'volumes':[{'name':'v','emptyDir':{}}]}",
                "{'volumes':[{'$retainKeys':['name','configMap'],'name':'v',"
                    + "'configMap':{'name':'m'}}]}"))
        .isEqualTo(parse("{'volumes':[{'name':'v','configMap':{'name':'m'}}]}"));
  }

  @Test
  void mergesPlainMaps() throws Exception {
    assertThat(merge("{'nodeSelector':{'a':'1','b':'2'}}", "{'nodeSelector':{'a':null,'c':'3'}}"))
        .isEqualTo(parse("{'nodeSelector':{'b':'2','c':'3'}}"));
  }
}
