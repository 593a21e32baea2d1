// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster;

import org.apiguardian.api.API;

/**
 * An action of a user on an object, which an {@link Authorizer} allows or denies.
 *
 * @param user the user name, such as {@code system:serviceaccount:default:spark}
 * @param verb the Kubernetes verb: get, list, watch, create, update, patch, delete or
 *     deletecollection
 * @param group the API group, empty for the core group
 * @param resource the plural name of the resource
 * @param subresource the subresource, or empty
 * @param namespace the namespace, or empty for cluster-scoped objects and for requests across all
 *     namespaces
 * @param name the name of the object, or empty if the request does not refer to a single object
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record ApiAction(
    String user,
    String verb,
    String group,
    String resource,
    String subresource,
    String namespace,
    String name) {}
