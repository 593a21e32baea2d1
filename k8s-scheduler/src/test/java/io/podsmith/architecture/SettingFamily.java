// SPDX-License-Identifier: Apache-2.0
package io.podsmith.architecture;

import java.util.ArrayList;
import java.util.List;

/**
 * A family of settings with a common prefix and a name that the user chooses, which no entry can
 * list.
 *
 * @param pattern the key, with the parts that users choose in angle brackets
 * @param value the type of the value
 * @param since the version of Spark, or of Podsmith, that introduced it
 * @param meaning whole sentences
 */
record SettingFamily(String pattern, String value, String since, String meaning) {

  static List<SettingFamily> all() {
    List<SettingFamily> families = new ArrayList<>();
    families.addAll(forPods());
    families.addAll(forVolumes());
    families.addAll(forClients());
    return families;
  }

  private static List<SettingFamily> forPods() {
    return List.of(
        of(
            "spark.kubernetes.driver.label.<name>",
            "string",
            "2.3.0",
            "Label of the driver pod. Labels that Spark sets itself are rejected."),
        of(
            "spark.kubernetes.executor.label.<name>",
            "string",
            "2.3.0",
            "Label of executor pods. Labels that Spark sets itself are rejected."),
        of(
            "spark.kubernetes.driver.annotation.<name>",
            "string",
            "2.3.0",
            "Annotation of the driver pod. `{{APP_ID}}` is replaced with the application id."),
        of(
            "spark.kubernetes.executor.annotation.<name>",
            "string",
            "2.3.0",
            "Annotation of executor pods. `{{APP_ID}}` and `{{EXECUTOR_ID}}` are replaced with the"
                + " ids of the application and the executor."),
        of(
            "spark.kubernetes.driver.service.label.<name>",
            "string",
            "3.4.0",
            "Label of the driver service."),
        of(
            "spark.kubernetes.driver.service.annotation.<name>",
            "string",
            "3.0.0",
            "Annotation of the driver service."),
        of(
            "spark.kubernetes.driverEnv.<NAME>",
            "string",
            "2.3.0",
            "Environment variable of the driver container."),
        of(
            "spark.executorEnv.<NAME>",
            "string",
            "0.9.0",
            "Environment variable of executor containers."),
        of(
            "spark.kubernetes.node.selector.<label>",
            "string",
            "2.3.0",
            "Node label that driver and executor pods require, with its value."),
        of(
            "spark.kubernetes.driver.node.selector.<label>",
            "string",
            "3.3.0",
            "Node label that the driver pod requires, with its value."),
        of(
            "spark.kubernetes.executor.node.selector.<label>",
            "string",
            "3.3.0",
            "Node label that executor pods require, with its value."),
        of(
            "spark.kubernetes.driver.secrets.<secret>",
            "absolute path",
            "2.3.0",
            "Path at which an existing Secret is mounted into the driver container."),
        of(
            "spark.kubernetes.executor.secrets.<secret>",
            "absolute path",
            "2.3.0",
            "Path at which an existing Secret is mounted into executor containers."),
        of(
            "spark.kubernetes.driver.secretKeyRef.<NAME>",
            "secret:key",
            "2.4.0",
            "Environment variable of the driver container with the value of a Secret's key."),
        of(
            "spark.kubernetes.executor.secretKeyRef.<NAME>",
            "secret:key",
            "2.4.0",
            "Environment variable of executor containers with the value of a Secret's key."),
        of(
            "spark.driver.resource.<name>.amount",
            "whole number",
            "3.0.0",
            "Amount of an extended resource, such as `gpu`, that the driver container requests."),
        of(
            "spark.driver.resource.<name>.vendor",
            "domain",
            "3.0.0",
            "Vendor of the resource, such as `nvidia.com`. The pod requests `<vendor>/<name>`."),
        of(
            "spark.executor.resource.<name>.amount",
            "whole number",
            "3.0.0",
            "Amount of an extended resource that executors of the default profile request."),
        of(
            "spark.executor.resource.<name>.vendor",
            "domain",
            "3.0.0",
            "Vendor of the resource. Required if the resource has an amount."));
  }

  private static List<SettingFamily> forVolumes() {
    List<SettingFamily> families = new ArrayList<>();
    for (String role : List.of("driver", "executor")) {
      String start = "spark.kubernetes." + role + ".volumes.";
      families.add(
          of(
              start + "<type>.<name>.mount.path",
              "absolute path",
              "2.4.0",
              "Path at which the volume is mounted. Required. Types are `hostPath`, `emptyDir`,"
                  + " `nfs` and `persistentVolumeClaim`. A volume whose name starts with"
                  + " `spark-local-dir-` is a scratch directory."));
      families.add(
          of(
              start + "<type>.<name>.mount.subPath",
              "relative path",
              "3.0.0",
              "Subdirectory of the volume to mount instead of its root."));
      families.add(
          of(
              start + "<type>.<name>.mount.subPathExpr",
              "relative path",
              "4.0.0",
              "Like `mount.subPath`, but environment variables of the container, as `$(NAME)`,"
                  + " are replaced. Set at most one of the two."));
      families.add(
          of(
              start + "<type>.<name>.mount.readOnly",
              "boolean",
              "2.4.0",
              "Whether the volume is mounted read-only. Default: `false`."));
      families.add(
          of(
              start + "hostPath.<name>.options.path",
              "absolute path",
              "2.4.0",
              "Path on the node to mount."));
      families.add(
          of(
              start + "hostPath.<name>.options.type",
              "string",
              "4.0.0",
              "Type of the hostPath volume, such as `DirectoryOrCreate`. By default, Kubernetes"
                  + " does not check the path."));
      families.add(
          of(
              start + "emptyDir.<name>.options.medium",
              "string",
              "2.4.0",
              "`Memory`, `HugePages` or `HugePages-<size>`. Default: the disk of the node."));
      families.add(
          of(
              start + "emptyDir.<name>.options.sizeLimit",
              "quantity",
              "2.4.0",
              "Maximum size of the volume. Default: no limit."));
      families.add(
          of(
              start + "nfs.<name>.options.server",
              "string",
              "2.4.0",
              "Host name or IP address of the NFS server."));
      families.add(
          of(
              start + "nfs.<name>.options.path",
              "absolute path",
              "2.4.0",
              "Path that the NFS server exports."));
      families.add(
          of(
              start + "persistentVolumeClaim.<name>.options.claimName",
              "string",
              "2.4.0",
              "Name of the PersistentVolumeClaim to mount. With `OnDemand`, or with a name that"
                  + " contains `SPARK_EXECUTOR_ID`, Podsmith creates a claim for each pod, with the"
                  + " given `storageClass` and `sizeLimit`."));
      families.add(
          of(
              start + "persistentVolumeClaim.<name>.options.storageClass",
              "string",
              "3.1.0",
              "StorageClass of on-demand claims."));
      families.add(
          of(
              start + "persistentVolumeClaim.<name>.options.sizeLimit",
              "quantity",
              "3.1.0",
              "Size of on-demand claims."));
      families.add(
          of(
              start + "persistentVolumeClaim.<name>.label.<label>",
              "string",
              "4.0.0",
              "Label of on-demand claims."));
      families.add(
          of(
              start + "persistentVolumeClaim.<name>.annotation.<annotation>",
              "string",
              "4.0.0",
              "Annotation of on-demand claims."));
    }
    return families;
  }

  private static List<SettingFamily> forClients() {
    String kinds = "{oauthToken,oauthTokenFile,caCertFile,clientKeyFile,clientCertFile}";
    return List.of(
        of(
            "spark.kubernetes.authenticate.submission." + kinds,
            "token or file",
            "2.3.0",
            "Credentials of `spark-submit` in cluster mode, and of `--kill` and `--status`, for the"
                + " API server. Default: those of the kubeconfig."),
        of(
            "spark.kubernetes.authenticate." + kinds,
            "token or file",
            "2.4.0",
            "Credentials of a driver in client mode for the API server. Default: those of the"
                + " kubeconfig or of the pod."),
        of(
            "spark.kubernetes.authenticate.driver." + kinds,
            "token or file",
            "2.3.0",
            "Credentials that a submission in cluster mode passes to the driver in a Secret. Each is"
                + " listed above."),
        of(
            "spark.kubernetes.authenticate.driver.mounted." + kinds.replace("oauthToken,", ""),
            "file",
            "2.3.0",
            "Files in the driver container with its credentials. Each is listed above."),
        of(
            "spark.kubernetes.authenticate.executor.*",
            "",
            "3.1.0",
            "Only `serviceAccountName`, which is listed above: executors do not connect to the API"
                + " server."),
        of(
            "spark.podsmith.steps.carried.<plugin>",
            "list of jars",
            "0.1.0",
            "Jars of a plugin as they were shipped. Set by the submission for its driver. Not for"
                + " users."));
  }

  private static SettingFamily of(String pattern, String value, String since, String meaning) {
    return new SettingFamily(pattern, value, since, meaning);
  }
}
