package io.podsmith.testkit.cluster;

import org.apiguardian.api.API;

/**
 * What a user wants to do to which object: what access is decided by.
 *
 * @param user the user's name, such as {@code system:serviceaccount:default:spark}
 * @param verb the verb in Kubernetes' words: get, list, watch, create, update, patch, delete or
 *     deletecollection
 * @param group the API group, empty for the core group
 * @param resource the plural name of the resource
 * @param subresource the subresource, empty when there is none
 * @param namespace the namespace, empty for objects of the whole cluster and for requests across
 *     all namespaces
 * @param name the object's name, empty when the request is not about one object
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
