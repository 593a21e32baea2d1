// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which rights a driver needs with which settings. */
class DriverNeedsTest {
  private static final String RESIZE =
      "spark.plugins=org.apache.spark.scheduler.cluster.k8s.ExecutorResizePlugin"
          + " spark.kubernetes.executor.resizeInterval=60s";
  private static final String GROW =
      "spark.plugins=org.apache.spark.scheduler.cluster.k8s.ExecutorPVCResizePlugin"
          + " spark.kubernetes.executor.pvc.resizeInterval=5m";
  private static final String ON_DEMAND =
      "spark.kubernetes.executor.volumes.persistentVolumeClaim.x.options.claimName=OnDemand";
  private static final String ALLOCATOR = "spark.kubernetes.allocation.pods.allocator";

  private final SavedJob job = new SavedJob();

  @Test
  void listsTheRequestsInTheirOrder() {
    assertThat(job.needs(Party.DRIVER))
        .containsExactly(
            "required get pods [pi]",
            "optional get pods [pi]",
            "required create pods",
            "required get pods",
            "optional watch pods",
            "optional list pods",
            "required delete pods",
            "optional deletecollection pods",
            "required create configmaps",
            "optional deletecollection services",
            "optional list services",
            "optional delete services",
            "optional deletecollection configmaps",
            "optional list configmaps",
            "optional delete configmaps");
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "local[*]"})
  void needsNothingWithoutExecutors(String master) {
    job.set("spark.kubernetes.driver.master=" + master);

    assertThat(job.needs(Party.DRIVER)).isEmpty();
  }

  /** Adds settings to the defaults, and compares: plus what is needed, too, minus what is not. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "spark.kubernetes.driver.service.publishNotReadyAddresses=true | - optional get pods [pi]",
        "spark.kubernetes.executor.deleteOnTermination=false | + optional patch pods"
            + " - optional deletecollection configmaps - optional list configmaps"
            + " - optional delete configmaps",
        "spark.kubernetes.executor.decommissionLabel=going | + optional patch pods",
        "spark.kubernetes.executor.enableApiPolling=false | + required watch pods"
            + " - optional watch pods",
        "spark.kubernetes.executor.enableApiWatcher=false | + required list pods"
            + " - optional watch pods",
        "spark.kubernetes.executor.disableConfigMap=true | - required create configmaps"
            + " - optional deletecollection configmaps - optional list configmaps"
            + " - optional delete configmaps",
        "spark.podsmith.executor.protectSensitiveEnvironment=true | + required create secrets"
            + " + optional delete secrets",
        "spark.kubernetes.driver.service.deleteOnTermination=false"
            + " | - optional deletecollection services - optional list services"
            + " - optional delete services",
        "spark.kubernetes.driver.annotateExitException=true | + optional get pods [pi]"
            + " + optional patch pods [pi]",
        ON_DEMAND
            + " | + optional deletecollection persistentvolumeclaims"
            + " + optional list persistentvolumeclaims + optional delete persistentvolumeclaims",
        ON_DEMAND + " spark.kubernetes.driver.ownPersistentVolumeClaim=false | ",
        ALLOCATOR
            + "=com.acme.Mine | + optional deletecollection persistentvolumeclaims"
            + " + optional list persistentvolumeclaims + optional delete persistentvolumeclaims",
        ALLOCATOR
            + "=statefulset | + required create statefulsets.apps"
            + " + required update statefulsets.apps/scale + required delete statefulsets.apps"
            + " + optional get statefulsets.apps + required patch pods + optional list events"
            + " - required create pods - required get pods",
        ALLOCATOR
            + "=deployment | + required create deployments.apps"
            + " + required update deployments.apps/scale + required delete deployments.apps"
            + " + optional get deployments.apps + required patch pods"
            + " - required create pods - required get pods",
        ALLOCATOR
            + "=statefulset spark.kubernetes.executor.deleteOnTermination=false"
            + " | + required create statefulsets.apps"
            + " + required update statefulsets.apps/scale + required delete statefulsets.apps"
            + " + optional get statefulsets.apps + required patch pods + optional list events"
            + " - required create pods - required get pods"
            + " - optional deletecollection configmaps - optional list configmaps"
            + " - optional delete configmaps",
        RESIZE + " | + optional list pods.metrics.k8s.io + optional patch pods/resize",
        RESIZE + " spark.kubernetes.executor.resizeInterval=0 | ",
        "spark.kubernetes.executor.resizeInterval=60s | ",
        GROW
            + " | + optional get pods + optional get persistentvolumeclaims"
            + " + optional patch persistentvolumeclaims",
        GROW + " spark.kubernetes.executor.pvc.resizeInterval=0 | ",
        "spark.kubernetes.executor.pvc.resizeInterval=5m | "
      })
  void followsTheSettings(String settings, String difference) {
    List<String> expected = new ArrayList<>(job.needs(Party.DRIVER));
    for (String change : (difference == null ? "" : difference).split("(?=[+-] )")) {
      String need = change.strip().replaceFirst("^[+-] ", "");
      if (change.startsWith("+")) {
        expected.add(need);
      } else if (change.startsWith("-")) {
        assertThat(expected.remove(need)).as(need).isTrue();
      }
    }

    assertThat(new SavedJob().set(settings).needs(Party.DRIVER))
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"deployment", "com.acme.Mine"})
  void resizesOnlyExecutorsThatItCreatesItself(String allocator) {
    job.set(ALLOCATOR + "=" + allocator);
    List<String> without = job.needs(Party.DRIVER);

    assertThat(job.set(RESIZE).needs(Party.DRIVER)).isEqualTo(without);
    assertThat(job.set(GROW).needs(Party.DRIVER)).isEqualTo(without);
  }

  @Test
  void deletesClaimsThatTheDriverPodUses() {
    job.pod(
        new PodBuilder()
            .withNewMetadata()
            .withName("pi")
            .endMetadata()
            .withNewSpec()
            .addNewVolume()
            .withName("data")
            .withNewPersistentVolumeClaim("data", false)
            .endVolume()
            .endSpec()
            .build());

    assertThat(job.needs(Party.DRIVER, "the claims of the application"))
        .containsExactly(
            "optional deletecollection persistentvolumeclaims",
            "optional list persistentvolumeclaims",
            "optional delete persistentvolumeclaims");
  }

  @Test
  void createsObjectsBesideExecutors() {
    job.beforeExecutor(Samples.configMap("shared")).afterExecutor(Samples.claim());

    assertThat(job.needs(Party.DRIVER, " of step acme.x"))
        .containsExactly(
            "required create configmaps in shared",
            "optional get configmaps in shared",
            "optional delete configmaps in shared",
            "required patch configmaps in shared",
            "required create persistentvolumeclaims",
            "optional get persistentvolumeclaims",
            "optional delete persistentvolumeclaims");
    assertThat(job.needs(Party.DRIVER, "finds claims to reuse"))
        .containsExactly("optional list persistentvolumeclaims");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spark.kubernetes.driver.reusePersistentVolumeClaim=false",
        "spark.kubernetes.driver.ownPersistentVolumeClaim=false",
        ALLOCATOR + "=com.acme.Mine",
        ALLOCATOR + "=statefulset"
      })
  void reusesClaimsOnlyIfItMay(String settings) {
    job.afterExecutor(Samples.claim(), Samples.service()).set(settings);

    assertThat(job.needs(Party.DRIVER, "finds claims to reuse")).isEmpty();
    assertThat(job.needs(Party.DRIVER, "beside each executor"))
        .as("a set makes claims from its template")
        .contains("required create services")
        .hasSize(settings.endsWith("statefulset") ? 1 : 2);
  }

  @Test
  void reusesClaimsAndNothingElse() {
    job.afterExecutor(Samples.service());

    assertThat(job.needs(Party.DRIVER, "finds claims to reuse")).isEmpty();
  }

  @Test
  void saysHowOftenExecutorsAreListedWithoutAWatch() {
    job.set("spark.kubernetes.executor.apiPollingInterval=45s");

    assertThat(job.access().needs(Party.DRIVER))
        .anySatisfy(
            need ->
                assertThat(need.without())
                    .contains("executors are listed every 45 s only, and a warning is logged"));
  }

  @Test
  void namesTheSettingBehindTheOnlySourceOfChanges() {
    assertThat(
            job.set("spark.kubernetes.executor.enableApiPolling=false")
                .needs(Party.DRIVER, "(spark.kubernetes.executor.enableApiWatcher)"))
        .containsExactly("required watch pods");
    assertThat(
            new SavedJob()
                .set("spark.kubernetes.executor.enableApiWatcher=false")
                .needs(Party.DRIVER, "(spark.kubernetes.executor.enableApiPolling)"))
        .containsExactly("required list pods");
  }
}
