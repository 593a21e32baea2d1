// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plan;

import java.util.Optional;

/**
 * A setting, its value, and where the value is from.
 *
 * @param key the whole key; a prefix that was read as a whole ends with {@code *}
 * @param value the text; {@link Plan#WITHHELD} where it is secret; empty where it has none
 * @param origin where it was set
 */
public record SettingRead(String key, Optional<String> value, SettingOrigin origin) {}
