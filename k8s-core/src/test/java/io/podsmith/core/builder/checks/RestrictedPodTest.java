// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.builder.checks;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.podsmith.api.conf.KubernetesConf;
import io.podsmith.core.builder.checks.RestrictedPod.Privilege;
import io.podsmith.core.builder.checks.RestrictedPod.Violation;
import io.podsmith.core.conf.Confs;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The fields that make a pod less than restricted, and what is said of each. */
class RestrictedPodTest {
  private static final String RESTRICTED = "spark.podsmith.restricted";
  private static final String SAFE = "allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}";

  private static List<Violation> violations(String pod, KubernetesConf conf) {
    return RestrictedPod.violations(
        Serialization.unmarshal("---\n" + pod, Pod.class), PodChecks.Rules.of(conf));
  }

  /** Returns a restricted pod with something added, each part in flow style. */
  private static String pod(String spec, String podContext, String helper, String spark) {
    return """
        metadata: {name: p}
        spec:
          securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}%s}
          initContainers: [{name: init, securityContext: {%s}}]
          containers:
          - {name: helper, %s}
          - {name: spark, %s}
          %s
        """
        .formatted(podContext.isEmpty() ? "" : ", " + podContext, SAFE, helper, spark, spec);
  }

  private static final String HELPER = "securityContext: {%s}".formatted(SAFE);
  private static final String SPARK =
      "securityContext: {%s, readOnlyRootFilesystem: true}".formatted(SAFE);

  private static String shown(Violation violation) {
    return "%s %s %s".formatted(violation.privilege(), violation.field(), violation.what());
  }

  @Test
  void acceptsARestrictedPod() {
    assertThat(
            violations(
                pod("", "", HELPER, SPARK),
                Confs.driver(RESTRICTED, "true", RESTRICTED + ".userNamespaces", "true")))
        .isEmpty();
    assertThat(violations(pod("", "", HELPER, SPARK), Confs.executor("1", RESTRICTED, "true")))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hostNetwork: true|HOST_NAMESPACE spec.hostNetwork has hostNetwork=true",
        "hostPID: true|HOST_NAMESPACE spec.hostPID has hostPID=true",
        "hostIPC: true|HOST_NAMESPACE spec.hostIPC has hostIPC=true",
        "enableServiceLinks: true|OTHER spec.enableServiceLinks has enableServiceLinks=true",
        "volumes: [{name: a, emptyDir: {}}, {name: b, hostPath: {path: /x}}]"
            + "|HOST_PATH spec.volumes[1] has the volume 'b' of type hostPath",
        "volumes: [{name: a, nfs: {server: s, path: /x}}]"
            + "|OTHER spec.volumes[0] has the volume 'a' of type nfs"
      })
  void rejectsFieldsOfThePod(String field, String violation) {
    assertThat(violations(pod(field, "", HELPER, SPARK), Confs.driver(RESTRICTED, "true")))
        .extracting(RestrictedPodTest::shown)
        .containsExactly(violation);
  }

  @Test
  void rejectsTheTokenOfAServiceAccountForExecutorsOnly() {
    String pod = pod("automountServiceAccountToken: true", "", HELPER, SPARK);

    assertThat(violations(pod, Confs.driver(RESTRICTED, "true"))).isEmpty();
    assertThat(violations(pod, Confs.executor("1", RESTRICTED, "true")))
        .extracting(RestrictedPodTest::shown)
        .containsExactly(
            "OTHER spec.automountServiceAccountToken has automountServiceAccountToken=true");
  }

  @Test
  void rejectsTheUsersOfTheNodeOnlyWhereUserNamespacesAreRequested() {
    String pod = pod("hostUsers: true", "", HELPER, SPARK);

    assertThat(violations(pod, Confs.driver(RESTRICTED, "true"))).isEmpty();
    assertThat(
            violations(
                pod, Confs.driver(RESTRICTED, "true", RESTRICTED + ".userNamespaces", "true")))
        .extracting(RestrictedPodTest::shown)
        .containsExactly("OTHER spec.hostUsers has hostUsers=true");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "runAsUser: 0|runAsUser has runAsUser=0",
        "appArmorProfile: {type: Unconfined}|appArmorProfile has appArmorProfile=Unconfined",
        "seLinuxOptions: {user: u}|seLinuxOptions has seLinuxOptions={user=u}",
        "seLinuxOptions: {role: r}|seLinuxOptions has seLinuxOptions={role=r}",
        "seLinuxOptions: {type: spc_t}|seLinuxOptions has seLinuxOptions={type=spc_t}",
        "windowsOptions: {hostProcess: true}" + "|windowsOptions.hostProcess has hostProcess=true",
        "sysctls: [{name: net.ipv4.tcp_rmem, value: x}, {name: kernel.msgmax, value: x}]"
            + "|sysctls[1] has the sysctl kernel.msgmax"
      })
  void rejectsTheSecurityContextOfThePod(String context, String violation) {
    assertThat(violations(pod("", context, HELPER, SPARK), Confs.driver(RESTRICTED, "true")))
        .extracting(RestrictedPodTest::shown)
        .containsExactly("OTHER spec.securityContext." + violation);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "privileged: true|ROOT|privileged|privileged=true",
        "procMount: Unmasked|OTHER|procMount|procMount=Unmasked",
        "runAsNonRoot: false|OTHER|runAsNonRoot|runAsNonRoot=false",
        "runAsUser: 0|OTHER|runAsUser|runAsUser=0",
        "seccompProfile: {type: Unconfined}|OTHER|seccompProfile|seccompProfile=Unconfined",
        "windowsOptions: {hostProcess: true}|OTHER|windowsOptions.hostProcess|hostProcess=true"
      })
  void rejectsTheSecurityContextOfAContainer(
      String context, Privilege privilege, String field, String words) {
    String helper = "securityContext: {%s, %s}".formatted(SAFE, context);

    assertThat(violations(pod("", "", helper, SPARK), Confs.driver(RESTRICTED, "true")))
        .containsExactly(
            new Violation(
                privilege,
                "spec.containers[0].securityContext." + field,
                "has the container 'helper' with " + words));
  }

  @ParameterizedTest
  @CsvSource({
    "procMount: Default",
    "runAsUser: 1",
    "'capabilities: {drop: [ALL], add: [NET_BIND_SERVICE]}'"
  })
  void acceptsValuesThatARestrictedPodMayHave(String context) {
    String helper =
        "securityContext: {allowPrivilegeEscalation: false, %s}"
            .formatted(
                context.contains("drop") ? context : context + ", capabilities: {drop: [ALL]}");

    assertThat(violations(pod("", "", helper, SPARK), Confs.driver(RESTRICTED, "true"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ports: [{containerPort: 1}, {containerPort: 2, hostPort: 2}]|ports[1]|hostPort=2",
        "livenessProbe: {httpGet: {host: h, port: 1}}|livenessProbe.httpGet.host|httpGet.host=h",
        "startupProbe: {tcpSocket: {host: h, port: 1}}|startupProbe.tcpSocket.host"
            + "|tcpSocket.host=h",
        "lifecycle: {preStop: {httpGet: {host: h, port: 1}}}|lifecycle.preStop.httpGet.host"
            + "|httpGet.host=h",
        "lifecycle: {postStart: {tcpSocket: {host: h, port: 1}}}"
            + "|lifecycle.postStart.tcpSocket.host|tcpSocket.host=h"
      })
  void rejectsAccessOfAContainerToTheNodeAndOtherHosts(String part, String field, String words) {
    assertThat(
            violations(
                pod("", "", "%s, %s".formatted(HELPER, part), SPARK),
                Confs.driver(RESTRICTED, "true")))
        .containsExactly(
            new Violation(
                Privilege.OTHER,
                "spec.containers[0]." + field,
                "has the container 'helper' with " + words));
  }

  @Test
  void wantsAReadOnlyFileSystemOfSparksContainerOnly() {
    assertThat(violations(pod("", "", HELPER, HELPER), Confs.driver(RESTRICTED, "true")))
        .containsExactly(
            new Violation(
                Privilege.OTHER,
                "spec.containers[1].securityContext.readOnlyRootFilesystem",
                "has the container 'spark' with readOnlyRootFilesystem not true"));
  }

  @Test
  void namesWhatAContainerLacks() {
    String pod =
        """
        metadata: {name: p}
        spec: {containers: [{name: spark, securityContext: {readOnlyRootFilesystem: true}}]}
        """;

    assertThat(violations(pod, Confs.driver(RESTRICTED, "true")))
        .extracting(Violation::what)
        .containsExactly(
            "has the container 'spark' with allowPrivilegeEscalation not false",
            "has the container 'spark' with capabilities.drop without ALL",
            "has the container 'spark' with no runAsNonRoot",
            "has the container 'spark' with no seccompProfile");
  }

  @ParameterizedTest
  @CsvSource({"unconfined, true", "runtime/default, false", "localhost/spark, false"})
  void rejectsTheOldAnnotationOfAppArmor(String profile, boolean isRejected) {
    String key = "container.apparmor.security.beta.kubernetes.io/spark";
    String pod =
        pod("", "", HELPER, SPARK)
            .replace("{name: p}", "{name: p, annotations: {%s: %s}}".formatted(key, profile));

    assertThat(violations(pod, Confs.driver(RESTRICTED, "true")))
        .extracting(RestrictedPodTest::shown)
        .isEqualTo(
            isRejected
                ? List.of(
                    "OTHER metadata.annotations[%s] has the annotation %s=%s"
                        .formatted(key, key, profile))
                : List.of());
  }
}
