// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podsmith.testkit.cluster.ApiAction;
import io.podsmith.testkit.cluster.Authorizer;
import io.podsmith.testkit.cluster.internal.api.request.ApiException;
import io.podsmith.testkit.cluster.internal.api.schema.Json;
import io.podsmith.testkit.cluster.internal.api.verbs.Reply;
import java.io.IOException;

/** Answers {@code SelfSubjectAccessReview}s, which {@code kubectl auth can-i} sends. */
public final class AccessReview {
  private static final String PATH = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";

  private AccessReview() {}

  static boolean isAt(String method, String path) {
    return method.equals("POST") && path.equals(PATH);
  }

  public static Reply answer(byte[] body, String user, Authorizer authorizer) {
    JsonNode spec;
    try {
      spec = Json.MAPPER.readTree(body).path("spec");
    } catch (IOException e) {
      throw ApiException.badRequest("the body is not a SelfSubjectAccessReview in JSON");
    }
    JsonNode action = spec.path("resourceAttributes");
    boolean isAllowed =
        action.isMissingNode()
            || authorizer.allows(
                new ApiAction(
                    user,
                    Json.text(action, "verb"),
                    Json.text(action, "group"),
                    Json.text(action, "resource"),
                    Json.text(action, "subresource"),
                    Json.text(action, "namespace"),
                    Json.text(action, "name")));
    ObjectNode review = Json.object();
    review.put("kind", "SelfSubjectAccessReview").put("apiVersion", "authorization.k8s.io/v1");
    review.putObject("metadata");
    review.set("spec", spec);
    review.putObject("status").put("allowed", isAllowed);
    return Reply.Document.of(201, review);
  }
}
