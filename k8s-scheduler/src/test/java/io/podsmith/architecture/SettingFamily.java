package io.podsmith.architecture;

import java.util.ArrayList;
import java.util.List;

/**
 * Settings that share a beginning and end in a name of the user's choice, which no entry can list.
 *
 * @param pattern the key, with what users choose in angle brackets
 * @param value what is given
 * @param since the version of Spark, or of Podsmith, that brought it
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
            "Label of the driver's pod. Those that Spark sets itself cannot be given."),
        of(
            "spark.kubernetes.executor.label.<name>",
            "string",
            "2.3.0",
            "Label of the pods of executors."),
        of(
            "spark.kubernetes.driver.annotation.<name>",
            "string",
            "2.3.0",
            "Annotation of the driver's pod. `{{APP_ID}}` stands for the id of the application."),
        of(
            "spark.kubernetes.executor.annotation.<name>",
            "string",
            "2.3.0",
            "Annotation of the pods of executors. `{{APP_ID}}` and `{{EXECUTOR_ID}}` stand for the"
                + " ids of application and executor."),
        of(
            "spark.kubernetes.driver.service.label.<name>",
            "string",
            "3.4.0",
            "Label of the driver's service."),
        of(
            "spark.kubernetes.driver.service.annotation.<name>",
            "string",
            "3.0.0",
            "Annotation of the driver's service."),
        of(
            "spark.kubernetes.driverEnv.<NAME>",
            "string",
            "2.3.0",
            "Environment variable of the driver's container."),
        of(
            "spark.executorEnv.<NAME>",
            "string",
            "0.9.0",
            "Environment variable of the executors' containers."),
        of(
            "spark.kubernetes.node.selector.<label>",
            "string",
            "2.3.0",
            "Driver and executors run on nodes that have this label with this value."),
        of(
            "spark.kubernetes.driver.node.selector.<label>",
            "string",
            "3.3.0",
            "The same for the driver alone."),
        of(
            "spark.kubernetes.executor.node.selector.<label>",
            "string",
            "3.3.0",
            "The same for executors alone."),
        of(
            "spark.kubernetes.driver.secrets.<secret>",
            "absolute path",
            "2.3.0",
            "Mounts a Secret that exists into the driver's container at this path."),
        of(
            "spark.kubernetes.executor.secrets.<secret>",
            "absolute path",
            "2.3.0",
            "Mounts a Secret that exists into the executors' containers at this path."),
        of(
            "spark.kubernetes.driver.secretKeyRef.<NAME>",
            "secret:key",
            "2.4.0",
            "Environment variable of the driver's container whose value is a key of a Secret."),
        of(
            "spark.kubernetes.executor.secretKeyRef.<NAME>",
            "secret:key",
            "2.4.0",
            "Environment variable of the executors' containers whose value is a key of a Secret."),
        of(
            "spark.driver.resource.<name>.amount",
            "whole number",
            "3.0.0",
            "How many of a countable resource, such as `gpu`, the driver's container asks for."),
        of(
            "spark.driver.resource.<name>.vendor",
            "domain",
            "3.0.0",
            "Vendor of that resource, such as `nvidia.com`: pods ask for `<vendor>/<name>`."),
        of(
            "spark.executor.resource.<name>.amount",
            "whole number",
            "3.0.0",
            "How many of a countable resource each executor of the default profile asks for."),
        of(
            "spark.executor.resource.<name>.vendor",
            "domain",
            "3.0.0",
            "Vendor of that resource; without it nothing is submitted."));
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
              "Where the volume is mounted; without it there is no volume. Types are `hostPath`,"
                  + " `emptyDir`, `nfs` and `persistentVolumeClaim`. A volume whose name begins"
                  + " with `spark-local-dir-` is scratch space."));
      families.add(
          of(
              start + "<type>.<name>.mount.subPath",
              "relative path",
              "3.0.0",
              "Folder in the volume that is mounted in place of its root."));
      families.add(
          of(
              start + "<type>.<name>.mount.subPathExpr",
              "relative path",
              "4.0.0",
              "The same, with variables of the container as `$(NAME)`. Not together with"
                  + " `mount.subPath`."));
      families.add(
          of(
              start + "<type>.<name>.mount.readOnly",
              "boolean",
              "2.4.0",
              "Whether the container may only read; `false` by default."));
      families.add(
          of(
              start + "hostPath.<name>.options.path",
              "absolute path",
              "2.4.0",
              "What is mounted of the node."));
      families.add(
          of(
              start + "hostPath.<name>.options.type",
              "string",
              "4.0.0",
              "What must be there, in Kubernetes's words, such as `DirectoryOrCreate`; nothing is"
                  + " checked by default."));
      families.add(
          of(
              start + "emptyDir.<name>.options.medium",
              "string",
              "2.4.0",
              "`Memory`, `HugePages` or `HugePages-<size>`; a disk of the node by default."));
      families.add(
          of(
              start + "emptyDir.<name>.options.sizeLimit",
              "quantity",
              "2.4.0",
              "How large the volume may grow; without it there is no limit."));
      families.add(
          of(
              start + "nfs.<name>.options.server",
              "string",
              "2.4.0",
              "Host name or address of the NFS server."));
      families.add(
          of(
              start + "nfs.<name>.options.path",
              "absolute path",
              "2.4.0",
              "What the NFS server exports."));
      families.add(
          of(
              start + "persistentVolumeClaim.<name>.options.claimName",
              "string",
              "2.4.0",
              "Claim that is mounted. `OnDemand`, or a name with `SPARK_EXECUTOR_ID`, makes one for"
                  + " each pod; then `storageClass` and `sizeLimit` say what kind."));
      families.add(
          of(
              start + "persistentVolumeClaim.<name>.options.storageClass",
              "string",
              "3.1.0",
              "Storage class of claims that are made."));
      families.add(
          of(
              start + "persistentVolumeClaim.<name>.options.sizeLimit",
              "quantity",
              "3.1.0",
              "Size of claims that are made."));
      families.add(
          of(
              start + "persistentVolumeClaim.<name>.label.<label>",
              "string",
              "4.0.0",
              "Label of claims that are made."));
      families.add(
          of(
              start + "persistentVolumeClaim.<name>.annotation.<annotation>",
              "string",
              "4.0.0",
              "Annotation of claims that are made."));
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
            "Credentials with which `spark-submit` in cluster mode, `--kill` and `--status` talk to"
                + " the API server. Without them those of the kubeconfig."),
        of(
            "spark.kubernetes.authenticate." + kinds,
            "token or file",
            "2.4.0",
            "Credentials with which a driver in client mode talks to the API server. Without them"
                + " those of the kubeconfig or of the pod."),
        of(
            "spark.kubernetes.authenticate.driver." + kinds,
            "token or file",
            "2.3.0",
            "Credentials that a submission in cluster mode carries to the driver in a Secret. Each"
                + " has an entry above."),
        of(
            "spark.kubernetes.authenticate.driver.mounted." + kinds.replace("oauthToken,", ""),
            "file",
            "2.3.0",
            "Files in the driver's container that hold its credentials. Each has an entry above."),
        of(
            "spark.kubernetes.authenticate.executor.*",
            "",
            "3.1.0",
            "Only `serviceAccountName`, which has an entry above: executors do not talk to the API"
                + " server."),
        of(
            "spark.podsmith.steps.carried.<plugin>",
            "list of jars",
            "0.1.0",
            "Written by a submission for its driver: the jars of a plugin as they were sent. Not"
                + " for users."));
  }

  private static SettingFamily of(String pattern, String value, String since, String meaning) {
    return new SettingFamily(pattern, value, since, meaning);
  }
}
