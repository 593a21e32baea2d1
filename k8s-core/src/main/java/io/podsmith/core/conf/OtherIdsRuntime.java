// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.conf;

import io.podsmith.core.conf.names.UniqueIds;

/** A runtime with other ids in names of objects. */
record OtherIdsRuntime(SparkRuntime runtime, UniqueIds ids) implements RuntimeDecorator {}
