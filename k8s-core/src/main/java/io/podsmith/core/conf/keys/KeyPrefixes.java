// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.conf.keys;

/**
 * The parts of keys that users complete with names of their own, such as labels and volumes, and
 * the lengths of names. The constants have the names of upstream.
 */
public final class KeyPrefixes {
  public static final String KUBERNETES_AUTH_DRIVER_CONF_PREFIX =
      "spark.kubernetes.authenticate.driver";
  public static final String KUBERNETES_AUTH_EXECUTOR_CONF_PREFIX =
      "spark.kubernetes.authenticate.executor";
  public static final String KUBERNETES_AUTH_DRIVER_MOUNTED_CONF_PREFIX =
      "spark.kubernetes.authenticate.driver.mounted";
  public static final String KUBERNETES_AUTH_CLIENT_MODE_PREFIX = "spark.kubernetes.authenticate";
  public static final String OAUTH_TOKEN_CONF_SUFFIX = "oauthToken";
  public static final String OAUTH_TOKEN_FILE_CONF_SUFFIX = "oauthTokenFile";
  public static final String CLIENT_KEY_FILE_CONF_SUFFIX = "clientKeyFile";
  public static final String CLIENT_CERT_FILE_CONF_SUFFIX = "clientCertFile";
  public static final String CA_CERT_FILE_CONF_SUFFIX = "caCertFile";
  public static final String KUBERNETES_AUTH_SUBMISSION_CONF_PREFIX =
      "spark.kubernetes.authenticate.submission";
  public static final String KUBERNETES_NODE_SELECTOR_PREFIX = "spark.kubernetes.node.selector.";
  public static final String KUBERNETES_DRIVER_NODE_SELECTOR_PREFIX =
      "spark.kubernetes.driver.node.selector.";
  public static final String KUBERNETES_EXECUTOR_NODE_SELECTOR_PREFIX =
      "spark.kubernetes.executor.node.selector.";
  public static final String KUBERNETES_DRIVER_LABEL_PREFIX = "spark.kubernetes.driver.label.";
  public static final String KUBERNETES_DRIVER_ANNOTATION_PREFIX =
      "spark.kubernetes.driver.annotation.";
  public static final String KUBERNETES_DRIVER_SERVICE_LABEL_PREFIX =
      "spark.kubernetes.driver.service.label.";
  public static final String KUBERNETES_DRIVER_SERVICE_ANNOTATION_PREFIX =
      "spark.kubernetes.driver.service.annotation.";
  public static final String KUBERNETES_DRIVER_SECRETS_PREFIX = "spark.kubernetes.driver.secrets.";
  public static final String KUBERNETES_DRIVER_SECRET_KEY_REF_PREFIX =
      "spark.kubernetes.driver.secretKeyRef.";
  public static final String KUBERNETES_DRIVER_VOLUMES_PREFIX = "spark.kubernetes.driver.volumes.";
  public static final String KUBERNETES_EXECUTOR_LABEL_PREFIX = "spark.kubernetes.executor.label.";
  public static final String KUBERNETES_EXECUTOR_ANNOTATION_PREFIX =
      "spark.kubernetes.executor.annotation.";
  public static final String KUBERNETES_EXECUTOR_SECRETS_PREFIX =
      "spark.kubernetes.executor.secrets.";
  public static final String KUBERNETES_EXECUTOR_SECRET_KEY_REF_PREFIX =
      "spark.kubernetes.executor.secretKeyRef.";
  public static final String KUBERNETES_EXECUTOR_VOLUMES_PREFIX =
      "spark.kubernetes.executor.volumes.";
  public static final String KUBERNETES_VOLUMES_HOSTPATH_TYPE = "hostPath";
  public static final String KUBERNETES_VOLUMES_PVC_TYPE = "persistentVolumeClaim";
  public static final String KUBERNETES_VOLUMES_EMPTYDIR_TYPE = "emptyDir";
  public static final String KUBERNETES_VOLUMES_NFS_TYPE = "nfs";
  public static final String KUBERNETES_VOLUMES_MOUNT_PATH_KEY = "mount.path";
  public static final String KUBERNETES_VOLUMES_MOUNT_SUBPATH_KEY = "mount.subPath";
  public static final String KUBERNETES_VOLUMES_MOUNT_SUBPATHEXPR_KEY = "mount.subPathExpr";
  public static final String KUBERNETES_VOLUMES_MOUNT_READONLY_KEY = "mount.readOnly";
  public static final String KUBERNETES_VOLUMES_OPTIONS_PATH_KEY = "options.path";
  public static final String KUBERNETES_VOLUMES_OPTIONS_TYPE_KEY = "options.type";
  public static final String KUBERNETES_VOLUMES_OPTIONS_CLAIM_NAME_KEY = "options.claimName";
  public static final String KUBERNETES_VOLUMES_OPTIONS_CLAIM_STORAGE_CLASS_KEY =
      "options.storageClass";
  public static final String KUBERNETES_VOLUMES_OPTIONS_MEDIUM_KEY = "options.medium";
  public static final String KUBERNETES_VOLUMES_OPTIONS_SIZE_LIMIT_KEY = "options.sizeLimit";
  public static final String KUBERNETES_VOLUMES_OPTIONS_SERVER_KEY = "options.server";
  public static final String KUBERNETES_VOLUMES_LABEL_KEY = "label.";
  public static final String KUBERNETES_VOLUMES_ANNOTATION_KEY = "annotation.";
  public static final String KUBERNETES_DRIVER_ENV_PREFIX = "spark.kubernetes.driverEnv.";
  public static final int KUBERNETES_DNS_SUBDOMAIN_NAME_MAX_LENGTH = 253;
  public static final int KUBERNETES_DNS_LABEL_NAME_MAX_LENGTH = 63;

  private KeyPrefixes() {}
}
