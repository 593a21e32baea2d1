// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.doctor;

import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.authorization.v1.LocalSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.LocalSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.ResourceAttributes;
import io.fabric8.kubernetes.api.model.authorization.v1.ResourceAttributesBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.podsmith.core.access.AccessNeed;
import io.podsmith.core.access.JobAccess;
import io.podsmith.core.access.Party;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Checks the service account, and each right that submitter and driver need. */
final class RightChecks {
  private static final String ACCOUNT = "service account";
  private static final String GRANT = "grant it; podsmith rbac prints the Role";

  private final KubernetesClient client;
  private final JobAccess access;
  private final Findings findings;

  RightChecks(KubernetesClient client, JobAccess access, Findings findings) {
    this.client = client;
    this.access = access;
    this.findings = findings;
  }

  void run() {
    check(
        Party.SUBMITTER,
        this::mayI,
        "run the command again, or check with: kubectl auth can-i --list");
    checkAccount();
    check(
        Party.DRIVER,
        this::mayDriver,
        "run it with an account that may create localsubjectaccessreviews.authorization.k8s.io");
  }

  private static String name(Party party) {
    return "rights of the %s".formatted(party.label());
  }

  private void checkAccount() {
    String namespace = access.job().namespace();
    String name = access.job().serviceAccount();
    Findings.Answer<ServiceAccount> answer =
        findings.read(
            ACCOUNT,
            "service account %s".formatted(name),
            () -> client.serviceAccounts().inNamespace(namespace).withName(name).get());
    boolean isCreated =
        access.job().created().stream()
            .anyMatch(
                each ->
                    each instanceof ServiceAccount && name.equals(each.getMetadata().getName()));
    if (answer.found().isPresent() || isCreated) {
      findings.ok(
          ACCOUNT, isCreated ? "a step creates %s".formatted(name) : "%s exists".formatted(name));
    } else if (answer.isMissing()) {
      findings.fail(
          ACCOUNT,
          "%s of the driver does not exist in namespace %s".formatted(name, namespace),
          """
          create it with: kubectl create serviceaccount %s -n %s; or change \
          spark.kubernetes.authenticate.driver.serviceAccountName\
          """
              .formatted(name, namespace));
    }
  }

  private void check(Party party, Predicate<AccessNeed> isAllowed, String fix) {
    try {
      check(party, isAllowed);
    } catch (KubernetesClientException e) {
      findings.warn(
          name(party),
          "the API server does not answer reviews of these rights (status %d)"
              .formatted(e.getCode()),
          fix);
    }
  }

  /** One request for each right, although it may be needed for several purposes. */
  private void check(Party party, Predicate<AccessNeed> isAllowed) {
    Map<String, List<AccessNeed>> byRight = new LinkedHashMap<>();
    for (AccessNeed need : access.needs(party)) {
      byRight.computeIfAbsent(right(need), key -> new ArrayList<>()).add(need);
    }
    int missing = 0;
    for (Map.Entry<String, List<AccessNeed>> entry : byRight.entrySet()) {
      List<AccessNeed> needs = entry.getValue();
      if (!isAllowed.test(needs.get(0))) {
        missing++;
        report(party, entry.getKey(), needs);
      }
    }
    if (missing == 0) {
      findings.ok(name(party), "all %d are granted".formatted(byRight.size()));
    }
  }

  private void report(Party party, String right, List<AccessNeed> needs) {
    boolean isOptional = needs.stream().allMatch(AccessNeed::isOptional);
    if (isOptional) {
      AccessNeed first = needs.get(0);
      findings.warn(
          name(party),
          "cannot %s (%s); without it: %s"
              .formatted(right, first.why(), first.without().orElse("")),
          GRANT);
    } else {
      AccessNeed required =
          needs.stream().filter(each -> !each.isOptional()).findFirst().orElseThrow();
      findings.fail(name(party), "cannot %s (%s)".formatted(right, required.why()), GRANT);
    }
  }

  private static String right(AccessNeed need) {
    return "%s %s%s%s"
        .formatted(
            need.verb().word(),
            need.resource(),
            need.name().map(" %s"::formatted).orElse(""),
            need.namespace().map(" in namespace %s"::formatted).orElse(" of the cluster"));
  }

  private static ResourceAttributes attributes(AccessNeed need) {
    return new ResourceAttributesBuilder()
        .withNamespace(need.namespace().orElse(null))
        .withGroup(need.resource().group())
        .withResource(need.resource().plural())
        .withSubresource(need.resource().subresource())
        .withVerb(need.verb().word())
        .withName(need.name().orElse(null))
        .build();
  }

  private boolean mayI(AccessNeed need) {
    return client
        .authorization()
        .v1()
        .selfSubjectAccessReview()
        .create(
            new SelfSubjectAccessReviewBuilder()
                .withNewSpec()
                .withResourceAttributes(attributes(need))
                .endSpec()
                .build())
        .getStatus()
        .getAllowed();
  }

  /** In the namespace, since those who administer only that may do so. */
  private boolean mayDriver(AccessNeed need) {
    String namespace = access.job().namespace();
    String user = "system:serviceaccount:%s:%s".formatted(namespace, access.job().serviceAccount());
    List<String> groups =
        List.of(
            "system:serviceaccounts",
            "system:serviceaccounts:%s".formatted(namespace),
            "system:authenticated");
    if (need.namespace().isEmpty()) {
      return client
          .authorization()
          .v1()
          .subjectAccessReview()
          .create(
              new SubjectAccessReviewBuilder()
                  .withNewSpec()
                  .withUser(user)
                  .withGroups(groups)
                  .withResourceAttributes(attributes(need))
                  .endSpec()
                  .build())
          .getStatus()
          .getAllowed();
    }
    LocalSubjectAccessReview review =
        new LocalSubjectAccessReviewBuilder()
            .withNewMetadata()
            .withNamespace(need.namespace().get())
            .endMetadata()
            .withNewSpec()
            .withUser(user)
            .withGroups(groups)
            .withResourceAttributes(attributes(need))
            .endSpec()
            .build();
    return client
        .authorization()
        .v1()
        .localSubjectAccessReview()
        .inNamespace(need.namespace().get())
        .create(review)
        .getStatus()
        .getAllowed();
  }
}
