// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.conf.views;

import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.input.Hostile;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Volumes whose settings make no sense. */
class VolumesFuzzTest {
  private static final String PREFIX = "spark.kubernetes.executor.volumes.";

  @Provide
  Arbitrary<Map<String, String>> settings() {
    Arbitrary<String> junk = Arbitraries.strings().ascii().ofMaxLength(8);
    Arbitrary<String> types =
        Arbitraries.oneOf(
            Arbitraries.of("hostPath", "emptyDir", "persistentVolumeClaim", "nfs", ""), junk);
    Arbitrary<String> names = Arbitraries.oneOf(Arbitraries.of("v", "w", "V_", ""), junk);
    Arbitrary<String> properties =
        Arbitraries.oneOf(
            Arbitraries.of(
                "mount.path",
                "mount.subPath",
                "mount.subPathExpr",
                "mount.readOnly",
                "options.path",
                "options.claimName",
                "options.storageClass",
                "options.sizeLimit",
                "options.medium",
                "options.server",
                "options.type",
                "label.a",
                "annotation.",
                "",
                "mount"),
            junk);
    Arbitrary<String> values =
        Arbitraries.oneOf(
            Arbitraries.of(
                "/v",
                "v",
                "..",
                "/../v",
                "",
                " ",
                "OnDemand",
                "a-SPARK_EXECUTOR_ID",
                "1Gi",
                "-1Gi",
                "1e99",
                "1E400",
                "0x1",
                "true",
                "TRUE",
                "\u0000",
                "Memory",
                "HugePages-",
                "${a}",
                ",",
                "/a:/b"),
            Arbitraries.strings().ofMaxLength(20));
    return Arbitraries.maps(
            Combinators.combine(types, names, properties)
                .as((type, name, property) -> PREFIX + type + "." + name + "." + property),
            values)
        .ofMinSize(1)
        .ofMaxSize(8);
  }

  @Property
  void volumes(@ForAll("settings") Map<String, String> settings) {
    Hostile.errorOf(() -> VolumeParser.parse(SparkSettings.of(settings, Map.of()), PREFIX));
  }
}
