// SPDX-License-Identifier: Apache-2.0
package com.acme.compat;

import io.podsmith.api.conf.AppLanguage;
import io.podsmith.api.conf.EmptyDirVolume;
import io.podsmith.api.conf.ExecutorResources;
import io.podsmith.api.conf.ExtendedResource;
import io.podsmith.api.conf.HostPathVolume;
import io.podsmith.api.conf.MainAppResource;
import io.podsmith.api.conf.NfsVolume;
import io.podsmith.api.conf.PersistentVolumeClaimVolume;
import io.podsmith.api.conf.SecretKeyReference;
import io.podsmith.api.conf.VolumeSource;
import io.podsmith.api.conf.VolumeSpec;
import java.util.List;
import java.util.Map;

/** Builds each value type with its required attributes and with all of them, and reads it. */
final class CompatValues {
  private CompatValues() {}

  static void describe(Map<String, String> seen) {
    EmptyDirVolume memory = EmptyDirVolume.builder().medium("Memory").sizeLimit("1Gi").build();
    HostPathVolume host = HostPathVolume.builder().path("/data").type("Directory").build();
    NfsVolume nfs = NfsVolume.builder().path("/export").server("nfs.acme.com").build();
    PersistentVolumeClaimVolume claim =
        PersistentVolumeClaimVolume.builder()
            .claimName("OnDemand")
            .storageClass("fast")
            .size("10Gi")
            .putLabels("a", "b")
            .putAnnotations("c", "d")
            .build();
    ExtendedResource gpu =
        ExtendedResource.builder().name("gpu").amount(2).vendor("nvidia.com").build();
    ExecutorResources executor =
        ExecutorResources.builder()
            .cores(4)
            .taskCores(2)
            .heapMiB(1024)
            .totalMemoryMiB(1408)
            .addExtendedResources(gpu)
            .build();
    ExecutorResources defaults =
        ExecutorResources.builder().cores(1).heapMiB(512).totalMemoryMiB(896).build();
    MainAppResource app =
        MainAppResource.builder().language(AppLanguage.PYTHON).file("local:///a.py").build();
    SecretKeyReference secret =
        SecretKeyReference.builder().secretName("vault").key("token").build();
    StringBuilder text = new StringBuilder();
    for (VolumeSource source :
        List.of(memory, host, nfs, claim, EmptyDirVolume.builder().build())) {
      VolumeSpec spec =
          VolumeSpec.builder().name("v").mountPath("/v").isReadOnly(true).source(source).build();
      VolumeSpec same = VolumeSpec.builder().from(spec).subPath("s").build();
      text.append(same.name()).append(same.mountPath()).append(same.subPath().orElse("none"))
          .append(same.subPathExpr().orElse("none")).append(same.isReadOnly())
          .append(same.source().equals(source)).append(' ');
    }
    text.append(memory.medium().orElse("none")).append(memory.sizeLimit().orElse("none"));
    text.append(host.path()).append(host.type()).append(nfs.path()).append(nfs.server());
    text.append(claim.claimName()).append(claim.storageClass().orElse("none"));
    text.append(claim.size().orElse("none")).append(claim.labels()).append(claim.annotations());
    text.append(gpu.name()).append(gpu.amount()).append(gpu.vendor().orElse("none"));
    text.append(executor.taskCores()).append(defaults.taskCores());
    text.append(executor.extendedResources().size()).append(executor.cores());
    text.append(executor.heapMiB()).append(executor.totalMemoryMiB());
    text.append(app.language()).append(app.file().orElse("none"));
    text.append(secret.secretName()).append(secret.key());
    seen.put("acme.com/built", text.toString());
  }
}
