// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.conf.keys;

/** Labels, names, paths and environment variables that Spark's pods share with Spark's images. */
public final class Constants {
  public static final String SPARK_VERSION_LABEL = "spark-version";
  public static final String SPARK_APP_ID_LABEL = "spark-app-selector";
  public static final String SPARK_APP_NAME_LABEL = "spark-app-name";
  public static final String SPARK_EXECUTOR_ID_LABEL = "spark-exec-id";
  public static final String SPARK_RESOURCE_PROFILE_ID_LABEL = "spark-exec-resourceprofile-id";
  public static final String SPARK_ROLE_LABEL = "spark-role";
  public static final String SPARK_POD_DRIVER_ROLE = "driver";
  public static final String SPARK_POD_EXECUTOR_ROLE = "executor";
  public static final String SPARK_EXECUTOR_INACTIVE_LABEL = "spark-exec-inactive";
  public static final String DRIVER_CREDENTIALS_SECRETS_BASE_DIR =
      "/mnt/secrets/spark-kubernetes-credentials";
  public static final String DRIVER_CREDENTIALS_CA_CERT_SECRET_NAME = "ca-cert";
  public static final String DRIVER_CREDENTIALS_CA_CERT_PATH =
      DRIVER_CREDENTIALS_SECRETS_BASE_DIR + "/" + DRIVER_CREDENTIALS_CA_CERT_SECRET_NAME;
  public static final String DRIVER_CREDENTIALS_CLIENT_KEY_SECRET_NAME = "client-key";
  public static final String DRIVER_CREDENTIALS_CLIENT_KEY_PATH =
      DRIVER_CREDENTIALS_SECRETS_BASE_DIR + "/" + DRIVER_CREDENTIALS_CLIENT_KEY_SECRET_NAME;
  public static final String DRIVER_CREDENTIALS_CLIENT_CERT_SECRET_NAME = "client-cert";
  public static final String DRIVER_CREDENTIALS_CLIENT_CERT_PATH =
      DRIVER_CREDENTIALS_SECRETS_BASE_DIR + "/" + DRIVER_CREDENTIALS_CLIENT_CERT_SECRET_NAME;
  public static final String DRIVER_CREDENTIALS_OAUTH_TOKEN_SECRET_NAME = "oauth-token";
  public static final String DRIVER_CREDENTIALS_OAUTH_TOKEN_PATH =
      DRIVER_CREDENTIALS_SECRETS_BASE_DIR + "/" + DRIVER_CREDENTIALS_OAUTH_TOKEN_SECRET_NAME;
  public static final String DRIVER_CREDENTIALS_SECRET_VOLUME_NAME = "kubernetes-credentials";
  public static final int DEFAULT_DRIVER_PORT = 7078;
  public static final int DEFAULT_BLOCKMANAGER_PORT = 7079;
  public static final int DEFAULT_SPARK_CONNECT_SERVER_PORT = 15002;
  public static final String DRIVER_PORT_NAME = "driver-rpc-port";
  public static final String BLOCK_MANAGER_PORT_NAME = "blockmanager";
  public static final String UI_PORT_NAME = "spark-ui";
  public static final String SPARK_CONNECT_SERVER_PORT_NAME = "spark-connect";
  public static final String ENV_DRIVER_POD_IP = "SPARK_DRIVER_POD_IP";
  public static final String ENV_DRIVER_URL = "SPARK_DRIVER_URL";
  public static final String ENV_EXECUTOR_CORES = "SPARK_EXECUTOR_CORES";
  public static final String ENV_EXECUTOR_MEMORY = "SPARK_EXECUTOR_MEMORY";
  public static final String ENV_EXECUTOR_DIRS = "SPARK_EXECUTOR_DIRS";
  public static final String ENV_APPLICATION_ID = "SPARK_APPLICATION_ID";
  public static final String ENV_EXECUTOR_ID = "SPARK_EXECUTOR_ID";

  /** Stands for the id in a template of many executors, which request theirs from the driver. */
  public static final String EXECUTOR_ID_IN_TEMPLATE = "EXECID";

  public static final String ENV_EXECUTOR_POD_IP = "SPARK_EXECUTOR_POD_IP";
  public static final String ENV_EXECUTOR_POD_NAME = "SPARK_EXECUTOR_POD_NAME";
  public static final String ENV_EXECUTOR_ATTRIBUTE_APP_ID = "SPARK_EXECUTOR_ATTRIBUTE_APP_ID";
  public static final String ENV_EXECUTOR_ATTRIBUTE_EXECUTOR_ID =
      "SPARK_EXECUTOR_ATTRIBUTE_EXECUTOR_ID";
  public static final String ENV_JAVA_OPT_PREFIX = "SPARK_JAVA_OPT_";
  public static final String ENV_CLASSPATH = "SPARK_CLASSPATH";
  public static final String ENV_DRIVER_BIND_ADDRESS = "SPARK_DRIVER_BIND_ADDRESS";
  public static final String ENV_SPARK_CONF_DIR = "SPARK_CONF_DIR";
  public static final String ENV_SPARK_USER = "SPARK_USER";
  public static final String ENV_RESOURCE_PROFILE_ID = "SPARK_RESOURCE_PROFILE_ID";
  public static final String SPARK_CONF_VOLUME_DRIVER = "spark-conf-volume-driver";
  public static final String SPARK_CONF_VOLUME_EXEC = "spark-conf-volume-exec";
  public static final String SPARK_CONF_DIR_INTERNAL = "/opt/spark/conf";
  public static final String SPARK_CONF_FILE_NAME = "spark.properties";
  public static final String SPARK_CONF_PATH = SPARK_CONF_DIR_INTERNAL + "/" + SPARK_CONF_FILE_NAME;
  public static final String ENV_HADOOP_TOKEN_FILE_LOCATION = "HADOOP_TOKEN_FILE_LOCATION";
  public static final String ENV_PYSPARK_PYTHON = "PYSPARK_PYTHON";
  public static final String ENV_PYSPARK_DRIVER_PYTHON = "PYSPARK_DRIVER_PYTHON";
  public static final String EXECUTOR_POD_SPEC_TEMPLATE_FILE_NAME = "pod-spec-template.yml";
  public static final String EXECUTOR_POD_SPEC_TEMPLATE_MOUNTPATH = "/opt/spark/pod-template";
  public static final String POD_TEMPLATE_VOLUME = "pod-template-volume";
  public static final String POD_TEMPLATE_CONFIGMAP = "driver-podspec-conf-map";
  public static final String POD_TEMPLATE_KEY = "podspec-configmap-key";
  public static final String KUBERNETES_MASTER_INTERNAL_URL = "https://kubernetes.default.svc";
  public static final String DEFAULT_DRIVER_CONTAINER_NAME = "spark-kubernetes-driver";
  public static final String DEFAULT_EXECUTOR_CONTAINER_NAME = "spark-kubernetes-executor";
  public static final double NON_JVM_MEMORY_OVERHEAD_FACTOR = 0.4d;
  public static final String CONNECT_GRPC_BINDING_PORT = "spark.connect.grpc.binding.port";
  public static final String EXIT_EXCEPTION_ANNOTATION = "spark.exit-exception";
  public static final String HADOOP_CONF_VOLUME = "hadoop-properties";
  public static final String KRB_FILE_VOLUME = "krb5-file";
  public static final String HADOOP_CONF_DIR_PATH = "/opt/hadoop/conf";
  public static final String KRB_FILE_DIR_PATH = "/etc";
  public static final String ENV_HADOOP_CONF_DIR = "HADOOP_CONF_DIR";
  public static final String HADOOP_CONFIG_MAP_NAME =
      "spark.kubernetes.executor.hadoopConfigMapName";
  public static final String KRB5_CONFIG_MAP_NAME = "spark.kubernetes.executor.krb5ConfigMapName";
  public static final String KERBEROS_DT_SECRET_NAME = "spark.kubernetes.kerberos.dt-secret-name";
  public static final String KERBEROS_DT_SECRET_KEY = "spark.kubernetes.kerberos.dt-secret-key";
  public static final String KERBEROS_SECRET_KEY = "hadoop-tokens";
  public static final String KERBEROS_KEYTAB_VOLUME = "kerberos-keytab";
  public static final String KERBEROS_KEYTAB_MOUNT_POINT = "/mnt/secrets/kerberos-keytab";
  public static final String SPARK_APP_HADOOP_CREDENTIALS_BASE_DIR =
      "/mnt/secrets/hadoop-credentials";
  public static final String SPARK_APP_HADOOP_SECRET_VOLUME_NAME = "hadoop-secret";
  public static final String APP_RESOURCE_TYPE_JAVA = "java";
  public static final String APP_RESOURCE_TYPE_PYTHON = "python";
  public static final String APP_RESOURCE_TYPE_R = "r";

  private Constants() {}
}
