// SPDX-License-Identifier: Apache-2.0
/** A call to the API server, its decoded body, and the failures it is answered with. */
@NullMarked
package io.podsmith.testkit.cluster.internal.api.request;

import org.jspecify.annotations.NullMarked;
