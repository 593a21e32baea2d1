// SPDX-License-Identifier: Apache-2.0
/** Shows what a submission would create, and what the API server would make of it. */
@NullMarked
package io.podsmith.core.submit.preview;

import org.jspecify.annotations.NullMarked;
