// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.http;

import io.podsmith.testkit.cluster.ApiAction;
import io.podsmith.testkit.cluster.RecordedRequest;
import io.podsmith.testkit.cluster.internal.api.request.ApiException;
import io.podsmith.testkit.cluster.internal.api.schema.ApiResource;
import io.podsmith.testkit.cluster.internal.api.verbs.Operations;
import io.podsmith.testkit.cluster.internal.api.verbs.Reply;
import java.util.List;
import java.util.Optional;

/** What the HTTP side needs of the server. */
public interface Backend {
  /** Returns the record of the requests so far. */
  Requests requests();

  /** Returns what reads paths. */
  RequestResolver resolver();

  /** Returns what carries calls out. */
  Operations operations();

  /** Returns the documents about the server itself. */
  Discovery discovery();

  /** Returns what goes wrong with a request; empty if nothing does. */
  List<FaultEffect> strike(RecordedRequest request);

  /** Returns the user whom an {@code Authorization} header stands for; empty if it is unknown. */
  Optional<String> authenticate(String authorization);

  /** Answers a user's question about what the user may do. */
  Reply reviewAccess(byte[] body, String user);

  /**
   * Checks that an action is allowed.
   *
   * @throws ApiException if it is not
   */
  void authorize(ApiResource resource, ApiAction action);
}
