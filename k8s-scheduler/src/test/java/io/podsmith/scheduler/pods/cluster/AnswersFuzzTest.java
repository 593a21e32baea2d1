// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.podsmith.scheduler.pods.cluster.ClusterApi.Page;
import io.podsmith.scheduler.pods.testing.Documents;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Answers of an API server that are broken in random places: each is read, or is a failure of its
 * request, which is retried. Named inputs are in {@link HostileAnswersIT}.
 */
class AnswersFuzzTest {
  private static final String POD =
      """
      {"kind":"Pod","apiVersion":"v1","metadata":{"name":"p","uid":"u","resourceVersion":"7","labels":{"spark-exec-id":"1",\
      "spark-exec-resourceprofile-id":"0"},"annotations":{"a":"b"},"managedFields":[{"manager":"x"}],"deletionGracePeriodSeconds":30},\
      "spec":{"nodeName":"n","restartPolicy":"Never","volumes":[{"name":"v","persistentVolumeClaim":{"claimName":"c"}}],\
      "containers":[{"name":"spark-kubernetes-executor","env":[{"name":"A","value":"]"}],"resources":{"limits":{"memory":"1Gi"}}}],\
      "schedulingGates":[{"name":"g"}]},\
      "status":{"phase":"Running","reason":"","message":"m","conditions":[{"type":"PodScheduled","status":"False","reason":"Unschedulable"}],\
      "containerStatuses":[{"name":"spark-kubernetes-executor","restartCount":1,"state":{"terminated":{"exitCode":1,"reason":"Error"}},\
      "lastState":{"terminated":{"exitCode":137}}}]}}\
      """;

  private static final String LIST =
      """
      {"kind":"PodList","apiVersion":"v1","metadata":{"resourceVersion":"9","continue":"more"},"items":[%s,%s]}\
      """
          .formatted(POD, POD);

  private static final String STATUS =
      """
      {"kind":"Status","status":"Failure","message":"m","reason":"TooManyRequests","code":429,\
      "details":{"retryAfterSeconds":3,"causes":[{"reason":"FieldValueInvalid","message":"x"}]}}\
      """;

  private static final List<String> TOKENS =
      List.of(
          "",
          "null",
          "{}",
          "[]",
          "[null]",
          "[[",
          "{\"a\":",
          "\"\"",
          "0",
          "-1",
          "1e999",
          "99999999999999999999",
          "true",
          "\"x\"",
          ",",
          ":",
          "}",
          "]",
          "\"",
          "\\",
          "\n",
          "\u0000",
          "\u00ff",
          "{\"a\":[{\"b\":{}}]}",
          "\"items\":",
          "\"metadata\":",
          "\"spec\":[],",
          "\"managedFields\":[",
          "\"env\":[");

  private record Edit(int place, int length, String text) {}

  private static Arbitrary<byte[]> broken(String... valid) {
    Arbitrary<List<Edit>> edits =
        Combinators.combine(
                Arbitraries.integers().between(0, 1 << 20),
                Arbitraries.integers().between(0, 40),
                Arbitraries.of(TOKENS))
            .as(Edit::new)
            .list()
            .ofMinSize(1)
            .ofMaxSize(5);
    return Combinators.combine(
            Arbitraries.of(valid), edits, Arbitraries.doubles().between(0.5, 1.5))
        .as(
            (text, all, end) -> {
              StringBuilder edited = new StringBuilder(text);
              for (Edit edit : all) {
                int at = (int) ((long) edit.place() * edited.length() >> 20);
                edited.replace(at, Math.min(edited.length(), at + edit.length()), edit.text());
              }
              edited.setLength((int) (edited.length() * Math.min(1, end)));
              return edited.toString().getBytes(StandardCharsets.UTF_8);
            });
  }

  @Provide
  Arbitrary<byte[]> answers() {
    return broken(LIST, POD, STATUS);
  }

  @Property
  void lists(@ForAll("answers") byte[] body) {
    readsOrFails(() -> PodReader.page(body, Documents.RULES));
    readsOrFails(() -> PodReader.pod(body).toExecutorPod(Documents.RULES));
    readsOrFails(() -> PodReader.created(body));
  }

  /** A list that is shorter than the server's would make executors that run look missing. */
  @Property
  void neverLosesTheRestOfAList(@ForAll("items") List<String> items) {
    String body =
        "{\"metadata\":{\"resourceVersion\":\"1\"},\"items\":[%s]}"
            .formatted(String.join(",", items));
    Page page = PodReader.page(body.getBytes(StandardCharsets.UTF_8), Documents.RULES);
    assertThat(page.pods()).hasSize((int) items.stream().filter(POD::equals).count());
  }

  @Provide
  Arbitrary<List<String>> items() {
    return Arbitraries.of(POD, POD, "null", "7", "\"x\"", "[]", "[{}]", "{}", "{\"metadata\":[]}")
        .list()
        .ofMaxSize(8);
  }

  @Property
  void watchLines(@ForAll("answers") byte[] body) {
    byte[] shorter = body.clone();
    int length = UnreadFields.empty(shorter, shorter.length);
    assertThat(length).isBetween(0, body.length);
    List<Object> read = new ArrayList<>();
    for (byte[] text : new byte[][] {body, shorter}) {
      try (JsonParser json =
          JsonObjects.JSON.createParser(text, 0, text == body ? body.length : length)) {
        if (json.nextToken() == JsonToken.START_OBJECT) {
          read.add(PodDocument.read(json).toExecutorPod(Documents.RULES));
        }
        read.add(StatusDocument.ofWatchEvent(text, length));
      } catch (IOException e) {
        read.add(e); // ends the watch
      }
    }
    assertThat(read).isNotEmpty();
  }

  private static void readsOrFails(Supplier<?> reader) {
    try {
      assertThat(reader.get()).isNotNull();
    } catch (ApiFailure e) {
      assertThat(e).hasMessageContaining("cannot parse");
    }
  }
}
