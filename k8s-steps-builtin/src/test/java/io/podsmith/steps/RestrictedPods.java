// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps;

import io.fabric8.kubernetes.api.model.AppArmorProfileBuilder;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSecurityContextBuilder;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.podsmith.api.SparkPod;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Pods that the Pod Security Standard restricted accepts, and pods that it rejects. */
final class RestrictedPods {
  private RestrictedPods() {}

  /** Returns a restricted pod with a sidecar and an init container. */
  static Pod base() {
    SparkPod pod =
        BuiltInSteps.make("podsmith.restricted", Case.driver("spark.podsmith.restricted", "true"))
            .configurePod(
                SparkPod.of(
                    new PodBuilder()
                        .withNewMetadata()
                        .withName("restricted")
                        .endMetadata()
                        .withNewSpec()
                        .addNewInitContainer()
                        .withName("init")
                        .withImage("init:1")
                        .endInitContainer()
                        .addNewContainer()
                        .withName("sidecar")
                        .withImage("sidecar:1")
                        .endContainer()
                        .endSpec()
                        .build(),
                    new ContainerBuilder().withName("spark").withImage("spark:4.1.1").build()));
    return pod.assemble();
  }

  /** Returns edits of the pod after which it is still restricted, by what they do. */
  static Map<String, UnaryOperator<PodBuilder>> accepted() {
    Map<String, UnaryOperator<PodBuilder>> edits = new LinkedHashMap<>();
    edits.put("nothing", pod -> pod);
    edits.put("user", pod -> context(pod, c -> c.withRunAsUser(185L)));
    edits.put(
        "localhost profile",
        pod ->
            context(
                pod,
                c ->
                    c.withNewSeccompProfile()
                        .withType("Localhost")
                        .withLocalhostProfile("spark.json")
                        .endSeccompProfile()));
    edits.put(
        "capability",
        pod ->
            sidecar(
                pod,
                c ->
                    c.editSecurityContext()
                        .editCapabilities()
                        .addToAdd("NET_BIND_SERVICE")
                        .endCapabilities()
                        .endSecurityContext()));
    edits.put(
        "container decides",
        pod ->
            sidecar(
                pod,
                c ->
                    c.editSecurityContext()
                        .withRunAsNonRoot(true)
                        .withNewSeccompProfile()
                        .withType("RuntimeDefault")
                        .endSeccompProfile()
                        .endSecurityContext()));
    edits.put(
        "sysctl",
        pod ->
            context(
                pod,
                c ->
                    c.addNewSysctl()
                        .withName("net.ipv4.tcp_syncookies")
                        .withValue("1")
                        .endSysctl()));
    edits.put(
        "SELinux type",
        pod ->
            context(
                pod, c -> c.withNewSeLinuxOptions().withType("container_t").endSeLinuxOptions()));
    edits.put(
        "SELinux level",
        pod -> context(pod, c -> c.withNewSeLinuxOptions().withLevel("s0:c1").endSeLinuxOptions()));
    edits.put(
        "volumes",
        pod ->
            spec(
                pod,
                s ->
                    s.addNewVolume()
                        .withName("claim")
                        .withNewPersistentVolumeClaim("claim", false)
                        .endVolume()
                        .addNewVolume()
                        .withName("csi")
                        .withNewCsi()
                        .withDriver("secrets.csi.example")
                        .endCsi()
                        .endVolume()
                        .addNewVolume()
                        .withName("image")
                        .withNewImage("IfNotPresent", "registry.example/data:1")
                        .endVolume()));
    edits.put("port", pod -> sidecar(pod, c -> c.addNewPort().withContainerPort(80).endPort()));
    return edits;
  }

  /** Returns edits of the pod after which it is not restricted, by what they do. */
  static Map<String, UnaryOperator<PodBuilder>> rejected() {
    Map<String, UnaryOperator<PodBuilder>> edits = new LinkedHashMap<>();
    edits.put("hostNetwork", pod -> spec(pod, s -> s.withHostNetwork(true)));
    edits.put("hostPID", pod -> spec(pod, s -> s.withHostPID(true)));
    edits.put("hostIPC", pod -> spec(pod, s -> s.withHostIPC(true)));
    edits.put("runAsNonRoot=false", pod -> context(pod, c -> c.withRunAsNonRoot(false)));
    edits.put("no runAsNonRoot", pod -> context(pod, c -> c.withRunAsNonRoot(null)));
    edits.put("runAsUser=0", pod -> context(pod, c -> c.withRunAsUser(0L)));
    edits.put(
        "seccompProfile=Unconfined",
        pod ->
            context(
                pod, c -> c.withNewSeccompProfile().withType("Unconfined").endSeccompProfile()));
    edits.put("no seccompProfile", pod -> context(pod, c -> c.withSeccompProfile(null)));
    edits.put(
        "appArmorProfile=Unconfined",
        pod ->
            context(
                pod,
                c ->
                    c.withAppArmorProfile(
                        new AppArmorProfileBuilder().withType("Unconfined").build())));
    edits.put(
        "annotation",
        pod ->
            pod.editMetadata()
                .addToAnnotations(
                    "container.apparmor.security.beta.kubernetes.io/sidecar", "unconfined")
                .endMetadata());
    edits.put(
        "sysctl",
        pod ->
            context(
                pod,
                c -> c.addNewSysctl().withName("kernel.msgmax").withValue("65536").endSysctl()));
    edits.put(
        "seLinuxOptions",
        pod -> context(pod, c -> c.withNewSeLinuxOptions().withType("spc_t").endSeLinuxOptions()));
    edits.put(
        "seLinuxOptions={user",
        pod -> context(pod, c -> c.withNewSeLinuxOptions().withUser("root").endSeLinuxOptions()));
    edits.put(
        "type hostPath",
        pod ->
            spec(
                pod,
                s ->
                    s.addNewVolume()
                        .withName("disk")
                        .withNewHostPath()
                        .withPath("/data")
                        .endHostPath()
                        .endVolume()));
    edits.put(
        "type nfs",
        pod ->
            spec(
                pod,
                s ->
                    s.addNewVolume()
                        .withName("share")
                        .withNewNfs("/data", false, "nfs.example")
                        .endVolume()));
    edits.put(
        "privileged=true",
        pod ->
            sidecar(
                pod,
                c ->
                    c.editSecurityContext()
                        .withAllowPrivilegeEscalation(null)
                        .withPrivileged(true)
                        .endSecurityContext()));
    edits.put(
        "allowPrivilegeEscalation",
        pod ->
            sidecar(
                pod,
                c ->
                    c.editSecurityContext()
                        .withAllowPrivilegeEscalation(null)
                        .endSecurityContext()));
    edits.put(
        "the capabilities [SYS_ADMIN]",
        pod ->
            sidecar(
                pod,
                c ->
                    c.editSecurityContext()
                        .editCapabilities()
                        .addToAdd("SYS_ADMIN")
                        .endCapabilities()
                        .endSecurityContext()));
    edits.put(
        "capabilities.drop",
        pod ->
            sidecar(pod, c -> c.editSecurityContext().withCapabilities(null).endSecurityContext()));
    edits.put(
        "no runAsNonRoot, which",
        pod ->
            sidecar(
                context(pod, c -> c.withRunAsNonRoot(null)),
                c -> c.editSecurityContext().withRunAsNonRoot(true).endSecurityContext()));
    edits.put(
        "'sidecar' with runAsUser=0",
        pod -> sidecar(pod, c -> c.editSecurityContext().withRunAsUser(0L).endSecurityContext()));
    edits.put(
        "hostPort=80",
        pod -> sidecar(pod, c -> c.addNewPort().withContainerPort(80).withHostPort(80).endPort()));
    edits.put(
        "httpGet.host",
        pod ->
            sidecar(
                pod,
                c ->
                    c.withNewLivenessProbe()
                        .withNewHttpGet()
                        .withHost("10.0.0.1")
                        .withNewPort(80)
                        .endHttpGet()
                        .endLivenessProbe()));
    edits.put(
        "'init' with allowPrivilegeEscalation",
        pod ->
            spec(
                pod,
                s ->
                    s.editFirstInitContainer()
                        .editSecurityContext()
                        .withAllowPrivilegeEscalation(true)
                        .endSecurityContext()
                        .endInitContainer()));
    return edits;
  }

  private static PodBuilder spec(PodBuilder pod, UnaryOperator<PodSpecBuilder> edit) {
    return pod.withSpec(edit.apply(new PodSpecBuilder(pod.buildSpec())).build());
  }

  private static PodBuilder context(PodBuilder pod, UnaryOperator<PodSecurityContextBuilder> edit) {
    return spec(
        pod,
        spec ->
            spec.withSecurityContext(
                edit.apply(new PodSecurityContextBuilder(spec.buildSecurityContext())).build()));
  }

  private static PodBuilder sidecar(PodBuilder pod, UnaryOperator<ContainerBuilder> edit) {
    return spec(
        pod,
        spec ->
            spec.setToContainers(
                0, edit.apply(new ContainerBuilder(spec.buildFirstContainer())).build()));
  }
}
