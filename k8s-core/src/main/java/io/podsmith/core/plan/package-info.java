// SPDX-License-Identifier: Apache-2.0
/** What a submission would create, as values: pods field by field, with who wrote them and why. */
@NullMarked
package io.podsmith.core.plan;

import org.jspecify.annotations.NullMarked;
