// SPDX-License-Identifier: Apache-2.0
/** Runs JUnit tests on an embedded cluster, with a namespace for each test. */
@NullMarked
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
package io.podsmith.testkit.junit;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
