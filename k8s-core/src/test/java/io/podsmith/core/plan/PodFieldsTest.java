// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodFieldsTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "{a: {b: 1, c.d/e: 2}}|{a.b=1, a[c.d/e]=2}",
        "{a: {}, b: [], c: null}|{a={}, b=[]}",
        "{env: [{name: A, value: x}]}|{env[name=A].name=A, env[name=A].value=x}",
        "{env: [{name: A}, {name: A}]}|{env=[{name=A}, {name=A}]}",
        "{env: [{name: A}, {value: x}]}|{env=[{name=A}, {value=x}]}",
        "{ports: [{containerPort: 1}]}" + "|{ports[containerPort=1,protocol=TCP].containerPort=1}",
        "{ports: [{containerPort: 1, protocol: UDP}, {containerPort: 1}]}"
            + "|{ports[containerPort=1,protocol=UDP].containerPort=1,"
            + " ports[containerPort=1,protocol=UDP].protocol=UDP,"
            + " ports[containerPort=1,protocol=TCP].containerPort=1}",
        "{tolerations: [{key: a}]}|{tolerations=[{key=a}]}",
        "{env: [A, B]}|{env=[A, B]}",
        "{env: []}|{env=[]}"
      })
  void namesElementsOfListsByTheirMergeKeysWhereEachHasItsOwn(String object, String leaves) {
    @SuppressWarnings("unchecked")
    Map<String, Object> tree = Serialization.unmarshal("---\n" + object, Map.class);

    assertThat(PodFields.leaves(tree)).hasToString(leaves);
  }

  @ParameterizedTest
  @CsvSource({
    "spec.selector.a, spec.selector, true",
    "spec.selector[a.b/c], spec.selector, true",
    "spec.selector, spec.selector, false",
    "spec.selectors, spec.selector, false",
    "spec, spec.selector, false"
  })
  void knowsWhichFieldsAreBelowAnother(String path, String other, boolean isBelow) {
    assertThat(PodFields.isBelow(path, other)).isEqualTo(isBelow);
  }
}
