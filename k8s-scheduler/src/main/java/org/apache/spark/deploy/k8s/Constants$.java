// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.deploy.k8s;

/** The names that Spark's Kubernetes jar uses, as Scala's compiler names their object. */
public final class Constants$ {
  public static final Constants$ MODULE$ = new Constants$();

  private Constants$() {}

  public String APP_RESOURCE_TYPE_JAVA() {
    return "java";
  }

  public String APP_RESOURCE_TYPE_PYTHON() {
    return "python";
  }

  public String APP_RESOURCE_TYPE_R() {
    return "r";
  }

  public String BLOCK_MANAGER_PORT_NAME() {
    return "blockmanager";
  }

  public String CONNECT_GRPC_BINDING_PORT() {
    return "spark.connect.grpc.binding.port";
  }

  public int DEFAULT_BLOCKMANAGER_PORT() {
    return 7079;
  }

  public String DEFAULT_DRIVER_CONTAINER_NAME() {
    return "spark-kubernetes-driver";
  }

  public int DEFAULT_DRIVER_PORT() {
    return 7078;
  }

  public String DEFAULT_EXECUTOR_CONTAINER_NAME() {
    return "spark-kubernetes-executor";
  }

  public String DEFAULT_PVC_ACCESS_MODE() {
    return "ReadWriteOncePod";
  }

  public int DEFAULT_SPARK_CONNECT_SERVER_PORT() {
    return 15002;
  }

  public String DRIVER_CREDENTIALS_CA_CERT_PATH() {
    return "/mnt/secrets/spark-kubernetes-credentials/ca-cert";
  }

  public String DRIVER_CREDENTIALS_CA_CERT_SECRET_NAME() {
    return "ca-cert";
  }

  public String DRIVER_CREDENTIALS_CLIENT_CERT_PATH() {
    return "/mnt/secrets/spark-kubernetes-credentials/client-cert";
  }

  public String DRIVER_CREDENTIALS_CLIENT_CERT_SECRET_NAME() {
    return "client-cert";
  }

  public String DRIVER_CREDENTIALS_CLIENT_KEY_PATH() {
    return "/mnt/secrets/spark-kubernetes-credentials/client-key";
  }

  public String DRIVER_CREDENTIALS_CLIENT_KEY_SECRET_NAME() {
    return "client-key";
  }

  public String DRIVER_CREDENTIALS_OAUTH_TOKEN_PATH() {
    return "/mnt/secrets/spark-kubernetes-credentials/oauth-token";
  }

  public String DRIVER_CREDENTIALS_OAUTH_TOKEN_SECRET_NAME() {
    return "oauth-token";
  }

  public String DRIVER_CREDENTIALS_SECRETS_BASE_DIR() {
    return "/mnt/secrets/spark-kubernetes-credentials";
  }

  public String DRIVER_CREDENTIALS_SECRET_VOLUME_NAME() {
    return "kubernetes-credentials";
  }

  public String DRIVER_PORT_NAME() {
    return "driver-rpc-port";
  }

  public String ENV_APPLICATION_ID() {
    return "SPARK_APPLICATION_ID";
  }

  public String ENV_CLASSPATH() {
    return "SPARK_CLASSPATH";
  }

  public String ENV_DRIVER_BIND_ADDRESS() {
    return "SPARK_DRIVER_BIND_ADDRESS";
  }

  public String ENV_DRIVER_POD_IP() {
    return "SPARK_DRIVER_POD_IP";
  }

  public String ENV_DRIVER_URL() {
    return "SPARK_DRIVER_URL";
  }

  public String ENV_EXECUTOR_ATTRIBUTE_APP_ID() {
    return "SPARK_EXECUTOR_ATTRIBUTE_APP_ID";
  }

  public String ENV_EXECUTOR_ATTRIBUTE_EXECUTOR_ID() {
    return "SPARK_EXECUTOR_ATTRIBUTE_EXECUTOR_ID";
  }

  public String ENV_EXECUTOR_CORES() {
    return "SPARK_EXECUTOR_CORES";
  }

  public String ENV_EXECUTOR_DIRS() {
    return "SPARK_EXECUTOR_DIRS";
  }

  public String ENV_EXECUTOR_ID() {
    return "SPARK_EXECUTOR_ID";
  }

  public String ENV_EXECUTOR_LIBRARY_PATH() {
    return "SPARK_EXECUTOR_LIBRARY_PATH";
  }

  public String ENV_EXECUTOR_MEMORY() {
    return "SPARK_EXECUTOR_MEMORY";
  }

  public String ENV_EXECUTOR_POD_IP() {
    return "SPARK_EXECUTOR_POD_IP";
  }

  public String ENV_EXECUTOR_POD_NAME() {
    return "SPARK_EXECUTOR_POD_NAME";
  }

  public String ENV_HADOOP_CONF_DIR() {
    return "HADOOP_CONF_DIR";
  }

  public String ENV_HADOOP_TOKEN_FILE_LOCATION() {
    return "HADOOP_TOKEN_FILE_LOCATION";
  }

  public String ENV_JAVA_OPT_PREFIX() {
    return "SPARK_JAVA_OPT_";
  }

  public String ENV_PYSPARK_DRIVER_PYTHON() {
    return "PYSPARK_DRIVER_PYTHON";
  }

  public String ENV_PYSPARK_PYTHON() {
    return "PYSPARK_PYTHON";
  }

  public String ENV_RESOURCE_PROFILE_ID() {
    return "SPARK_RESOURCE_PROFILE_ID";
  }

  public String ENV_SPARK_CONF_DIR() {
    return "SPARK_CONF_DIR";
  }

  public String ENV_SPARK_USER() {
    return "SPARK_USER";
  }

  public String EXECUTOR_POD_SPEC_TEMPLATE_FILE_NAME() {
    return "pod-spec-template.yml";
  }

  public String EXECUTOR_POD_SPEC_TEMPLATE_MOUNTPATH() {
    return "/opt/spark/pod-template";
  }

  public String EXIT_EXCEPTION_ANNOTATION() {
    return "spark.exit-exception";
  }

  public String HADOOP_CONFIG_MAP_NAME() {
    return "spark.kubernetes.executor.hadoopConfigMapName";
  }

  public String HADOOP_CONF_DIR_PATH() {
    return "/opt/hadoop/conf";
  }

  public String HADOOP_CONF_VOLUME() {
    return "hadoop-properties";
  }

  public String KERBEROS_DT_SECRET_KEY() {
    return "spark.kubernetes.kerberos.dt-secret-key";
  }

  public String KERBEROS_DT_SECRET_NAME() {
    return "spark.kubernetes.kerberos.dt-secret-name";
  }

  public String KERBEROS_KEYTAB_MOUNT_POINT() {
    return "/mnt/secrets/kerberos-keytab";
  }

  public String KERBEROS_KEYTAB_VOLUME() {
    return "kerberos-keytab";
  }

  public String KERBEROS_SECRET_KEY() {
    return "hadoop-tokens";
  }

  public String KRB_FILE_DIR_PATH() {
    return "/etc";
  }

  public String KRB_FILE_VOLUME() {
    return "krb5-file";
  }

  public String KUBERNETES_MASTER_INTERNAL_URL() {
    return "https://kubernetes.default.svc";
  }

  public double NON_JVM_MEMORY_OVERHEAD_FACTOR() {
    return 0.4;
  }

  public String POD_DELETION_COST() {
    return "controller.kubernetes.io/pod-deletion-cost";
  }

  public String POD_TEMPLATE_CONFIGMAP() {
    return "driver-podspec-conf-map";
  }

  public String POD_TEMPLATE_KEY() {
    return "podspec-configmap-key";
  }

  public String POD_TEMPLATE_VOLUME() {
    return "pod-template-volume";
  }

  public String SPARK_APP_HADOOP_CREDENTIALS_BASE_DIR() {
    return "/mnt/secrets/hadoop-credentials";
  }

  public String SPARK_APP_HADOOP_SECRET_VOLUME_NAME() {
    return "hadoop-secret";
  }

  public String SPARK_APP_ID_LABEL() {
    return "spark-app-selector";
  }

  public String SPARK_APP_NAME_LABEL() {
    return "spark-app-name";
  }

  public String SPARK_CONF_DIR_INTERNAL() {
    return "/opt/spark/conf";
  }

  public String SPARK_CONF_FILE_NAME() {
    return "spark.properties";
  }

  public String SPARK_CONF_PATH() {
    return "/opt/spark/conf/spark.properties";
  }

  public String SPARK_CONF_VOLUME_DRIVER() {
    return "spark-conf-volume-driver";
  }

  public String SPARK_CONF_VOLUME_EXEC() {
    return "spark-conf-volume-exec";
  }

  public String SPARK_CONNECT_SERVER_PORT_NAME() {
    return "spark-connect";
  }

  public String SPARK_EXECUTOR_ID_LABEL() {
    return "spark-exec-id";
  }

  public String SPARK_EXECUTOR_INACTIVE_LABEL() {
    return "spark-exec-inactive";
  }

  public String SPARK_POD_DRIVER_ROLE() {
    return "driver";
  }

  public String SPARK_POD_EXECUTOR_ROLE() {
    return "executor";
  }

  public String SPARK_RESOURCE_PROFILE_ID_LABEL() {
    return "spark-exec-resourceprofile-id";
  }

  public String SPARK_ROLE_LABEL() {
    return "spark-role";
  }

  public String SPARK_VERSION_LABEL() {
    return "spark-version";
  }

  public String UI_PORT_NAME() {
    return "spark-ui";
  }
}
