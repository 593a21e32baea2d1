// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.deploy.k8s;

import io.podsmith.scheduler.steps.ExecutorEntries;

/** Spark's definitions of its settings for Kubernetes, as Scala's compiler names their object. */
public final class Config$ extends ExecutorEntries {
  public static final Config$ MODULE$ = new Config$();

  private Config$() {}

  public String CA_CERT_FILE_CONF_SUFFIX() {
    return "caCertFile";
  }

  public String CLIENT_CERT_FILE_CONF_SUFFIX() {
    return "clientCertFile";
  }

  public String CLIENT_KEY_FILE_CONF_SUFFIX() {
    return "clientKeyFile";
  }

  public String KUBERNETES_AUTH_CLIENT_MODE_PREFIX() {
    return "spark.kubernetes.authenticate";
  }

  public String KUBERNETES_AUTH_DRIVER_CONF_PREFIX() {
    return "spark.kubernetes.authenticate.driver";
  }

  public String KUBERNETES_AUTH_DRIVER_MOUNTED_CONF_PREFIX() {
    return "spark.kubernetes.authenticate.driver.mounted";
  }

  public String KUBERNETES_AUTH_EXECUTOR_CONF_PREFIX() {
    return "spark.kubernetes.authenticate.executor";
  }

  public String KUBERNETES_AUTH_SUBMISSION_CONF_PREFIX() {
    return "spark.kubernetes.authenticate.submission";
  }

  public int KUBERNETES_DNS_LABEL_NAME_MAX_LENGTH() {
    return 63;
  }

  public int KUBERNETES_DNS_SUBDOMAIN_NAME_MAX_LENGTH() {
    return 253;
  }

  public String KUBERNETES_DRIVER_ANNOTATION_PREFIX() {
    return "spark.kubernetes.driver.annotation.";
  }

  public String KUBERNETES_DRIVER_ENV_PREFIX() {
    return "spark.kubernetes.driverEnv.";
  }

  public String KUBERNETES_DRIVER_LABEL_PREFIX() {
    return "spark.kubernetes.driver.label.";
  }

  public String KUBERNETES_DRIVER_NODE_SELECTOR_PREFIX() {
    return "spark.kubernetes.driver.node.selector.";
  }

  public String KUBERNETES_DRIVER_SECRETS_PREFIX() {
    return "spark.kubernetes.driver.secrets.";
  }

  public String KUBERNETES_DRIVER_SECRET_KEY_REF_PREFIX() {
    return "spark.kubernetes.driver.secretKeyRef.";
  }

  public String KUBERNETES_DRIVER_SERVICE_ANNOTATION_PREFIX() {
    return "spark.kubernetes.driver.service.annotation.";
  }

  public String KUBERNETES_DRIVER_SERVICE_LABEL_PREFIX() {
    return "spark.kubernetes.driver.service.label.";
  }

  public String KUBERNETES_DRIVER_VOLUMES_PREFIX() {
    return "spark.kubernetes.driver.volumes.";
  }

  public String KUBERNETES_EXECUTOR_ANNOTATION_PREFIX() {
    return "spark.kubernetes.executor.annotation.";
  }

  public String KUBERNETES_EXECUTOR_LABEL_PREFIX() {
    return "spark.kubernetes.executor.label.";
  }

  public String KUBERNETES_EXECUTOR_NODE_SELECTOR_PREFIX() {
    return "spark.kubernetes.executor.node.selector.";
  }

  public String KUBERNETES_EXECUTOR_SECRETS_PREFIX() {
    return "spark.kubernetes.executor.secrets.";
  }

  public String KUBERNETES_EXECUTOR_SECRET_KEY_REF_PREFIX() {
    return "spark.kubernetes.executor.secretKeyRef.";
  }

  public String KUBERNETES_EXECUTOR_VOLUMES_PREFIX() {
    return "spark.kubernetes.executor.volumes.";
  }

  public String KUBERNETES_NODE_SELECTOR_PREFIX() {
    return "spark.kubernetes.node.selector.";
  }

  public String KUBERNETES_VOLUMES_ANNOTATION_KEY() {
    return "annotation.";
  }

  public String KUBERNETES_VOLUMES_EMPTYDIR_TYPE() {
    return "emptyDir";
  }

  public String KUBERNETES_VOLUMES_HOSTPATH_TYPE() {
    return "hostPath";
  }

  public String KUBERNETES_VOLUMES_LABEL_KEY() {
    return "label.";
  }

  public String KUBERNETES_VOLUMES_MOUNT_PATH_KEY() {
    return "mount.path";
  }

  public String KUBERNETES_VOLUMES_MOUNT_READONLY_KEY() {
    return "mount.readOnly";
  }

  public String KUBERNETES_VOLUMES_MOUNT_SUBPATHEXPR_KEY() {
    return "mount.subPathExpr";
  }

  public String KUBERNETES_VOLUMES_MOUNT_SUBPATH_KEY() {
    return "mount.subPath";
  }

  public String KUBERNETES_VOLUMES_NFS_TYPE() {
    return "nfs";
  }

  public String KUBERNETES_VOLUMES_OPTIONS_CLAIM_NAME_KEY() {
    return "options.claimName";
  }

  public String KUBERNETES_VOLUMES_OPTIONS_CLAIM_STORAGE_CLASS_KEY() {
    return "options.storageClass";
  }

  public String KUBERNETES_VOLUMES_OPTIONS_MEDIUM_KEY() {
    return "options.medium";
  }

  public String KUBERNETES_VOLUMES_OPTIONS_PATH_KEY() {
    return "options.path";
  }

  public String KUBERNETES_VOLUMES_OPTIONS_SERVER_KEY() {
    return "options.server";
  }

  public String KUBERNETES_VOLUMES_OPTIONS_SIZE_LIMIT_KEY() {
    return "options.sizeLimit";
  }

  public String KUBERNETES_VOLUMES_OPTIONS_TYPE_KEY() {
    return "options.type";
  }

  public String KUBERNETES_VOLUMES_PVC_TYPE() {
    return "persistentVolumeClaim";
  }

  public String OAUTH_TOKEN_CONF_SUFFIX() {
    return "oauthToken";
  }

  public String OAUTH_TOKEN_FILE_CONF_SUFFIX() {
    return "oauthTokenFile";
  }
}
