// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit;

import io.podsmith.api.PodRole;
import io.podsmith.api.conf.KubernetesConf;
import java.util.Map;

/** One role with one set of settings, for which a step is tested. */
record ContractCase(PodRole role, Map<String, String> settings, KubernetesConf conf) {}
