// SPDX-License-Identifier: Apache-2.0
/** The rules of Kubernetes for names and quantities, and the names that Podsmith generates. */
@NullMarked
package io.podsmith.core.conf.names;

import org.jspecify.annotations.NullMarked;
