// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class StatusDocumentTest {
  private static final String STATUS =
      """
      {"kind": "Status", "metadata": {}, "status": "Failure", "message": "too old",
       "reason": "Expired", "code": 410,
       "details": {"retryAfterSeconds": 3, "causes": [{"reason": "FieldValueInvalid"}, {}]}}
      """;

  private static StatusDocument read(String text) throws IOException {
    try (JsonParser json = JsonObjects.JSON.createParser(text)) {
      json.nextToken();
      return StatusDocument.read(json);
    }
  }

  private static void assertIsRead(StatusDocument status) {
    assertThat(status.code()).isEqualTo(410);
    assertThat(status.reason()).isEqualTo("Expired");
    assertThat(status.message()).isEqualTo("too old");
    assertThat(status.retryAfterSeconds()).hasValue(3);
    assertThat(status.causes()).containsExactly("FieldValueInvalid");
  }

  @Test
  void readsTheAnswerToARejectedRequest() throws IOException {
    assertIsRead(read(STATUS));
  }

  @Test
  void readsTheStatusInAWatchEventWhereverItsTypeIs() throws IOException {
    for (String event :
        new String[] {
          "{\"type\": \"ERROR\", \"object\": " + STATUS + "}",
          "{\"object\": " + STATUS + ", \"type\": \"ERROR\"}"
        }) {
      byte[] bytes = event.getBytes(StandardCharsets.UTF_8);
      assertIsRead(StatusDocument.ofWatchEvent(bytes, bytes.length).orElseThrow());
    }
    byte[] bytes = "{\"type\": \"ERROR\", \"object\": null}".getBytes(StandardCharsets.UTF_8);
    assertThat(StatusDocument.ofWatchEvent(bytes, bytes.length)).isEmpty();
  }

  @Test
  void isEmptyWhereTheServerSaysNothing() throws IOException {
    StatusDocument status = read("{\"code\": null, \"message\": {}, \"details\": []}");
    assertThat(status.code()).isZero();
    assertThat(status.message()).isEmpty();
    assertThat(status.retryAfterSeconds()).isEmpty();
    assertThat(status.causes()).isEmpty();
  }
}
