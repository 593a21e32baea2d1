// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class UnreadFieldsTest {
  private static String emptied(String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    return new String(bytes, 0, UnreadFields.empty(bytes, bytes.length), StandardCharsets.UTF_8);
  }

  @Test
  void emptiesThemWhateverTheyHold() {
    assertThat(
            emptied(
                "{\"metadata\":{\"name\":\"ä\",\"managedFields\":[{\"f:a\":{\"k:{\\\"x\\\":\\\"]\\\"}\":"
                    + "{},\"[\\\\\":[1,[2]]}}],\"uid\":\"u\"},\"spec\":{\"list\":[\"é\"]}}"))
        .isEqualTo(
            "{\"metadata\":{\"name\":\"ä\",\"managedFields\":[],\"uid\":\"u\"},\"spec\":{\"list\":[\"é\"]}}");
  }

  @Test
  void emptiesEachOfThem() {
    assertThat(
            emptied(
                "{\"containers\":[{\"env\":[{\"name\":\"A\"}],\"name\":\"a\"},{\"env\":[],\"ports\":[1]}],"
                    + "\"tolerations\":[{}]}"))
        .isEqualTo(
            "{\"containers\":[{\"env\":[],\"name\":\"a\"},{\"env\":[],\"ports\":[]}],\"tolerations\":[]}");
  }

  @Test
  void leavesTextAloneThatOnlySpeaksOfThem() {
    String json =
        "{\"annotations\":{\"note\":\"\\\"managedFields\\\":[1,2]\",\"end\":\"\\\\\"},"
            + "\"managedFields\":7,\"env\":\"prod\"}";
    assertThat(emptied(json)).isEqualTo(json);
  }

  @Test
  void leavesBrokenTextToTheParser() {
    for (String json :
        new String[] {"{\"managedFields\":[{\"a\":\"b", "{\"a\\", "{\"a\":\"b\\", "\"", ""}) {
      assertThat(emptied(json)).isEqualTo(json);
    }
  }
}
