// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.testing;

import io.podsmith.core.executors.PodSettings;
import io.podsmith.core.executors.SetKind;
import io.podsmith.scheduler.pods.ExecutorPodManager;
import io.podsmith.scheduler.pods.cluster.CreatedObjects;
import io.podsmith.scheduler.pods.cluster.CredentialTrouble;
import io.podsmith.scheduler.pods.cluster.HttpClusterApi;
import io.podsmith.scheduler.pods.direct.ClaimPool;
import io.podsmith.scheduler.pods.direct.CreateAttempt;
import io.podsmith.scheduler.pods.direct.CreateOutcome;
import io.podsmith.scheduler.pods.direct.PodCreator;
import io.podsmith.scheduler.pods.model.ExecutorPodContext;
import io.podsmith.scheduler.pods.model.ExecutorSpecFactory;
import io.podsmith.scheduler.pods.report.ExecutorMetrics;
import io.podsmith.scheduler.pods.sets.ExecutorSetBuilder;
import java.util.Optional;
import java.util.SortedMap;

/** Creates one executor, or a set of one, as executor management does, without its events. */
public final class OurExecutors {
  private OurExecutors() {}

  /**
   * Creates the ConfigMap of executors, where there is one, and an executor.
   *
   * @throws Exception why the executor cannot be built, or what the API server has against it
   */
  public static void create(
      ExecutorPodContext context,
      ExecutorSpecFactory specs,
      String sparkConfMapName,
      Optional<SortedMap<String, String>> confMapData,
      long executorId,
      int profileId)
      throws Exception {
    // What is wrong with the settings shows here, as it does when the backend is made.
    specs.build(executorId, profileId);
    PodSettings settings = PodSettings.read(context.settings());
    ExecutorMetrics metrics = new ExecutorMetrics();
    // Has no threads before it is started, so there is nothing to stop.
    ExecutorPodManager manager =
        ExecutorPodManager.create(context, specs, new RecordingBackend(), metrics);
    confMapData.ifPresent(data -> manager.createConfigMap(sparkConfMapName, data));
    HttpClusterApi api =
        new HttpClusterApi(
            context.client(),
            context.namespace(),
            context.appId(),
            settings.rules(),
            metrics,
            CredentialTrouble.of(context.client().getConfiguration()),
            HttpClusterApi.PAGE_SIZE,
            CreatedObjects.unknown());
    Optional<SetKind> kind = settings.allocator().set();
    if (kind.isPresent()) {
      ExecutorSetBuilder sets =
          new ExecutorSetBuilder(
              kind.get(),
              context.namespace(),
              context.appId(),
              context.driverPod(),
              settings.claims().driverOwns(),
              settings.allocator().usualCost());
      api.createObject(
          sets.build(profileId, 1, specs.build(ExecutorSpecFactory.TEMPLATE, profileId)).set());
      return;
    }
    PodCreator creator =
        new PodCreator(
            api,
            specs,
            new ClaimPool(api, settings, context.driverPod(), System::currentTimeMillis),
            context.appId(),
            context.driverPod().filter(pod -> settings.claims().driverOwns()));
    CreateOutcome outcome = creator.advance(new CreateAttempt(executorId, profileId));
    if (outcome instanceof CreateOutcome.Hopeless hopeless) {
      throw hopeless.cause() instanceof Exception cause
          ? cause
          : new IllegalStateException(hopeless.cause());
    } else if (outcome instanceof CreateOutcome.Refused refused) {
      throw refused.failure();
    } else if (!(outcome instanceof CreateOutcome.Created)) {
      throw new IllegalStateException("no executor was created: " + outcome);
    }
  }
}
