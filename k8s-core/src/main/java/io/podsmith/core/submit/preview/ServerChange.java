// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.submit.preview;

import java.util.Optional;

/**
 * What the API server changes in one field of an object.
 *
 * @param path the path of the leaf
 * @param before the value that was sent; empty if none was
 * @param after the value that the API server would store; empty if it removes the field
 */
record ServerChange(String path, Optional<Object> before, Optional<Object> after) {}
