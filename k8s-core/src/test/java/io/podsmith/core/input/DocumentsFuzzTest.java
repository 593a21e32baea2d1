// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.input;

import io.podsmith.core.access.Job;
import io.podsmith.core.access.JobAccess;
import io.podsmith.core.client.ClientPurpose;
import io.podsmith.core.client.KubernetesClients;
import io.podsmith.core.client.MasterUrl;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.plan.Plan;
import io.podsmith.core.plan.PlanDocument;
import io.podsmith.core.submit.saved.SavedPlan;
import io.podsmith.core.template.PodTemplateReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Documents that are broken in random places. Named inputs are in {@link HostileDocumentsTest}. */
class DocumentsFuzzTest {
  static final PodTemplateReader READER =
      new PodTemplateReader("spark.kubernetes.driver.podTemplateFile", "pod.yaml");

  private static final int MOST_CLIENTS = 2_000;

  private static Path kubeconfig;
  private static int clients;

  @BeforeContainer
  static void useAKubeconfig() throws IOException {
    kubeconfig = Files.createTempFile("kubeconfig", "");
    System.setProperty("kubeconfig", kubeconfig.toString());
  }

  @AfterContainer
  static void removeIt() throws IOException {
    System.clearProperty("kubeconfig");
    Files.delete(kubeconfig);
  }

  @Provide
  Arbitrary<String> templates() {
    return Arbitraries.oneOf(
        Mutated.texts(Documents.TEMPLATE, Documents.TEMPLATE_JSON),
        Mutated.trees(Documents.TEMPLATE_JSON));
  }

  @Property
  void podTemplates(@ForAll("templates") String text) {
    Hostile.errorOf(() -> READER.read(text));
  }

  @Provide
  Arbitrary<String> plans() {
    return Arbitraries.oneOf(Mutated.texts(Documents.PLAN), Mutated.trees(Documents.PLAN));
  }

  @Property
  void plans(@ForAll("plans") String text) {
    Hostile.errorOf(() -> PlanDocument.read(text, "plan.json"));
  }

  @Provide
  Arbitrary<String> sealedPlans() {
    return Mutated.trees(Documents.PLAN).map(Documents::sealed);
  }

  /** What {@code podsmith apply} and {@code podsmith rbac} make of a plan. */
  @Property
  void objectsOfPlans(@ForAll("sealedPlans") String text) {
    Hostile.errorOf(() -> objects(PlanDocument.read(text, "plan.json")));
  }

  static Object objects(Plan plan) {
    SavedPlan saved = new SavedPlan(plan);
    return List.of(
        saved.lacking().isPresent(),
        saved.spec(),
        saved.writers(),
        JobAccess.of(Job.of(plan, SparkSettings.of(Map.of(), Map.of()))));
  }

  @Provide
  Arbitrary<String> kubeconfigs() {
    return Arbitraries.oneOf(
        Mutated.texts(Documents.KUBECONFIG), Mutated.trees(Documents.KUBECONFIG_JSON));
  }

  /** At most so many: the sockets of clients that are closed stay open for some time. */
  @Property
  void kubeconfigs(@ForAll("kubeconfigs") String text) throws IOException {
    if (clients++ >= MOST_CLIENTS) {
      return;
    }
    Files.writeString(kubeconfig, text.replace('\ud800', '?'), StandardCharsets.UTF_8);
    Hostile.errorOf(DocumentsFuzzTest::client);
  }

  static Object client() {
    KubernetesClients.create(
            "k8s://https://localhost:1",
            Optional.empty(),
            "spark.kubernetes.authenticate.submission",
            ClientPurpose.SUBMISSION,
            SparkSettings.of(Map.of(), Map.of()),
            Optional.empty())
        .close();
    return "";
  }

  @Provide
  Arbitrary<String> masters() {
    return Mutated.texts(
        "k8s://https://kubernetes.default.svc:6443/api?x=1", "k8s://[::1]:6443", "k8s://h");
  }

  @Property
  void masterUrls(@ForAll("masters") String text) {
    Hostile.errorOf(() -> MasterUrl.parse(text));
  }
}
