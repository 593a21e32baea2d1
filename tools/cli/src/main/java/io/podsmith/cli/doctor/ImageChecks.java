// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.doctor;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.podsmith.core.access.Job;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Checks the form of image references. Only a kubelet can tell whether an image can be pulled. */
final class ImageChecks {
  private static final String IMAGE = "image";
  private static final String SETTING = "spark.kubernetes.container.image";

  /** A reference of the container runtime: host with port, path, tag and digest. */
  private static final Pattern FORM =
      Pattern.compile(
          "(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::[0-9]{1,5})?/)?"
              + "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*"
              + "(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(?:@[a-z0-9]+:[0-9a-f]{32,})?");

  private static final Pattern FIXED = Pattern.compile(".*(?::[^:/]+|@[^@]+)");

  private ImageChecks() {}

  static void run(Job job, Findings findings) {
    Set<String> images =
        Stream.concat(Stream.of(job.driverPod()), job.executorPod().stream())
            .flatMap(ImageChecks::containers)
            .map(Container::getImage)
            .filter(image -> image != null && !image.isEmpty())
            .collect(Collectors.toCollection(LinkedHashSet::new));
    for (String image : images) {
      if (!FORM.matcher(image).matches()) {
        findings.fail(
            IMAGE,
            "'%s' is not an image reference".formatted(image),
            "write HOST/PATH:TAG or HOST/PATH@DIGEST in %s".formatted(SETTING));
      } else if (!FIXED.matcher(image).matches() || image.endsWith(":latest")) {
        findings.warn(
            IMAGE,
            "%s can be another image tomorrow".formatted(image),
            "add a tag or a digest in %s".formatted(SETTING));
      } else {
        findings.ok(IMAGE, "%s is a valid reference".formatted(image));
      }
    }
  }

  private static Stream<Container> containers(Pod pod) {
    return Stream.concat(
        pod.getSpec().getInitContainers().stream(), pod.getSpec().getContainers().stream());
  }
}
