// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.deploy.k8s;

/** The names that Spark's Kubernetes jar uses, for callers in Java. */
public final class Constants {
  private Constants() {}

  public static String APP_RESOURCE_TYPE_JAVA() {
    return Constants$.MODULE$.APP_RESOURCE_TYPE_JAVA();
  }

  public static String APP_RESOURCE_TYPE_PYTHON() {
    return Constants$.MODULE$.APP_RESOURCE_TYPE_PYTHON();
  }

  public static String APP_RESOURCE_TYPE_R() {
    return Constants$.MODULE$.APP_RESOURCE_TYPE_R();
  }

  public static String BLOCK_MANAGER_PORT_NAME() {
    return Constants$.MODULE$.BLOCK_MANAGER_PORT_NAME();
  }

  public static String CONNECT_GRPC_BINDING_PORT() {
    return Constants$.MODULE$.CONNECT_GRPC_BINDING_PORT();
  }

  public static int DEFAULT_BLOCKMANAGER_PORT() {
    return Constants$.MODULE$.DEFAULT_BLOCKMANAGER_PORT();
  }

  public static String DEFAULT_DRIVER_CONTAINER_NAME() {
    return Constants$.MODULE$.DEFAULT_DRIVER_CONTAINER_NAME();
  }

  public static int DEFAULT_DRIVER_PORT() {
    return Constants$.MODULE$.DEFAULT_DRIVER_PORT();
  }

  public static String DEFAULT_EXECUTOR_CONTAINER_NAME() {
    return Constants$.MODULE$.DEFAULT_EXECUTOR_CONTAINER_NAME();
  }

  public static String DEFAULT_PVC_ACCESS_MODE() {
    return Constants$.MODULE$.DEFAULT_PVC_ACCESS_MODE();
  }

  public static int DEFAULT_SPARK_CONNECT_SERVER_PORT() {
    return Constants$.MODULE$.DEFAULT_SPARK_CONNECT_SERVER_PORT();
  }

  public static String DRIVER_CREDENTIALS_CA_CERT_PATH() {
    return Constants$.MODULE$.DRIVER_CREDENTIALS_CA_CERT_PATH();
  }

  public static String DRIVER_CREDENTIALS_CA_CERT_SECRET_NAME() {
    return Constants$.MODULE$.DRIVER_CREDENTIALS_CA_CERT_SECRET_NAME();
  }

  public static String DRIVER_CREDENTIALS_CLIENT_CERT_PATH() {
    return Constants$.MODULE$.DRIVER_CREDENTIALS_CLIENT_CERT_PATH();
  }

  public static String DRIVER_CREDENTIALS_CLIENT_CERT_SECRET_NAME() {
    return Constants$.MODULE$.DRIVER_CREDENTIALS_CLIENT_CERT_SECRET_NAME();
  }

  public static String DRIVER_CREDENTIALS_CLIENT_KEY_PATH() {
    return Constants$.MODULE$.DRIVER_CREDENTIALS_CLIENT_KEY_PATH();
  }

  public static String DRIVER_CREDENTIALS_CLIENT_KEY_SECRET_NAME() {
    return Constants$.MODULE$.DRIVER_CREDENTIALS_CLIENT_KEY_SECRET_NAME();
  }

  public static String DRIVER_CREDENTIALS_OAUTH_TOKEN_PATH() {
    return Constants$.MODULE$.DRIVER_CREDENTIALS_OAUTH_TOKEN_PATH();
  }

  public static String DRIVER_CREDENTIALS_OAUTH_TOKEN_SECRET_NAME() {
    return Constants$.MODULE$.DRIVER_CREDENTIALS_OAUTH_TOKEN_SECRET_NAME();
  }

  public static String DRIVER_CREDENTIALS_SECRETS_BASE_DIR() {
    return Constants$.MODULE$.DRIVER_CREDENTIALS_SECRETS_BASE_DIR();
  }

  public static String DRIVER_CREDENTIALS_SECRET_VOLUME_NAME() {
    return Constants$.MODULE$.DRIVER_CREDENTIALS_SECRET_VOLUME_NAME();
  }

  public static String DRIVER_PORT_NAME() {
    return Constants$.MODULE$.DRIVER_PORT_NAME();
  }

  public static String ENV_APPLICATION_ID() {
    return Constants$.MODULE$.ENV_APPLICATION_ID();
  }

  public static String ENV_CLASSPATH() {
    return Constants$.MODULE$.ENV_CLASSPATH();
  }

  public static String ENV_DRIVER_BIND_ADDRESS() {
    return Constants$.MODULE$.ENV_DRIVER_BIND_ADDRESS();
  }

  public static String ENV_DRIVER_POD_IP() {
    return Constants$.MODULE$.ENV_DRIVER_POD_IP();
  }

  public static String ENV_DRIVER_URL() {
    return Constants$.MODULE$.ENV_DRIVER_URL();
  }

  public static String ENV_EXECUTOR_ATTRIBUTE_APP_ID() {
    return Constants$.MODULE$.ENV_EXECUTOR_ATTRIBUTE_APP_ID();
  }

  public static String ENV_EXECUTOR_ATTRIBUTE_EXECUTOR_ID() {
    return Constants$.MODULE$.ENV_EXECUTOR_ATTRIBUTE_EXECUTOR_ID();
  }

  public static String ENV_EXECUTOR_CORES() {
    return Constants$.MODULE$.ENV_EXECUTOR_CORES();
  }

  public static String ENV_EXECUTOR_DIRS() {
    return Constants$.MODULE$.ENV_EXECUTOR_DIRS();
  }

  public static String ENV_EXECUTOR_ID() {
    return Constants$.MODULE$.ENV_EXECUTOR_ID();
  }

  public static String ENV_EXECUTOR_LIBRARY_PATH() {
    return Constants$.MODULE$.ENV_EXECUTOR_LIBRARY_PATH();
  }

  public static String ENV_EXECUTOR_MEMORY() {
    return Constants$.MODULE$.ENV_EXECUTOR_MEMORY();
  }

  public static String ENV_EXECUTOR_POD_IP() {
    return Constants$.MODULE$.ENV_EXECUTOR_POD_IP();
  }

  public static String ENV_EXECUTOR_POD_NAME() {
    return Constants$.MODULE$.ENV_EXECUTOR_POD_NAME();
  }

  public static String ENV_HADOOP_CONF_DIR() {
    return Constants$.MODULE$.ENV_HADOOP_CONF_DIR();
  }

  public static String ENV_HADOOP_TOKEN_FILE_LOCATION() {
    return Constants$.MODULE$.ENV_HADOOP_TOKEN_FILE_LOCATION();
  }

  public static String ENV_JAVA_OPT_PREFIX() {
    return Constants$.MODULE$.ENV_JAVA_OPT_PREFIX();
  }

  public static String ENV_PYSPARK_DRIVER_PYTHON() {
    return Constants$.MODULE$.ENV_PYSPARK_DRIVER_PYTHON();
  }

  public static String ENV_PYSPARK_PYTHON() {
    return Constants$.MODULE$.ENV_PYSPARK_PYTHON();
  }

  public static String ENV_RESOURCE_PROFILE_ID() {
    return Constants$.MODULE$.ENV_RESOURCE_PROFILE_ID();
  }

  public static String ENV_SPARK_CONF_DIR() {
    return Constants$.MODULE$.ENV_SPARK_CONF_DIR();
  }

  public static String ENV_SPARK_USER() {
    return Constants$.MODULE$.ENV_SPARK_USER();
  }

  public static String EXECUTOR_POD_SPEC_TEMPLATE_FILE_NAME() {
    return Constants$.MODULE$.EXECUTOR_POD_SPEC_TEMPLATE_FILE_NAME();
  }

  public static String EXECUTOR_POD_SPEC_TEMPLATE_MOUNTPATH() {
    return Constants$.MODULE$.EXECUTOR_POD_SPEC_TEMPLATE_MOUNTPATH();
  }

  public static String EXIT_EXCEPTION_ANNOTATION() {
    return Constants$.MODULE$.EXIT_EXCEPTION_ANNOTATION();
  }

  public static String HADOOP_CONFIG_MAP_NAME() {
    return Constants$.MODULE$.HADOOP_CONFIG_MAP_NAME();
  }

  public static String HADOOP_CONF_DIR_PATH() {
    return Constants$.MODULE$.HADOOP_CONF_DIR_PATH();
  }

  public static String HADOOP_CONF_VOLUME() {
    return Constants$.MODULE$.HADOOP_CONF_VOLUME();
  }

  public static String KERBEROS_DT_SECRET_KEY() {
    return Constants$.MODULE$.KERBEROS_DT_SECRET_KEY();
  }

  public static String KERBEROS_DT_SECRET_NAME() {
    return Constants$.MODULE$.KERBEROS_DT_SECRET_NAME();
  }

  public static String KERBEROS_KEYTAB_MOUNT_POINT() {
    return Constants$.MODULE$.KERBEROS_KEYTAB_MOUNT_POINT();
  }

  public static String KERBEROS_KEYTAB_VOLUME() {
    return Constants$.MODULE$.KERBEROS_KEYTAB_VOLUME();
  }

  public static String KERBEROS_SECRET_KEY() {
    return Constants$.MODULE$.KERBEROS_SECRET_KEY();
  }

  public static String KRB_FILE_DIR_PATH() {
    return Constants$.MODULE$.KRB_FILE_DIR_PATH();
  }

  public static String KRB_FILE_VOLUME() {
    return Constants$.MODULE$.KRB_FILE_VOLUME();
  }

  public static String KUBERNETES_MASTER_INTERNAL_URL() {
    return Constants$.MODULE$.KUBERNETES_MASTER_INTERNAL_URL();
  }

  public static double NON_JVM_MEMORY_OVERHEAD_FACTOR() {
    return Constants$.MODULE$.NON_JVM_MEMORY_OVERHEAD_FACTOR();
  }

  public static String POD_DELETION_COST() {
    return Constants$.MODULE$.POD_DELETION_COST();
  }

  public static String POD_TEMPLATE_CONFIGMAP() {
    return Constants$.MODULE$.POD_TEMPLATE_CONFIGMAP();
  }

  public static String POD_TEMPLATE_KEY() {
    return Constants$.MODULE$.POD_TEMPLATE_KEY();
  }

  public static String POD_TEMPLATE_VOLUME() {
    return Constants$.MODULE$.POD_TEMPLATE_VOLUME();
  }

  public static String SPARK_APP_HADOOP_CREDENTIALS_BASE_DIR() {
    return Constants$.MODULE$.SPARK_APP_HADOOP_CREDENTIALS_BASE_DIR();
  }

  public static String SPARK_APP_HADOOP_SECRET_VOLUME_NAME() {
    return Constants$.MODULE$.SPARK_APP_HADOOP_SECRET_VOLUME_NAME();
  }

  public static String SPARK_APP_ID_LABEL() {
    return Constants$.MODULE$.SPARK_APP_ID_LABEL();
  }

  public static String SPARK_APP_NAME_LABEL() {
    return Constants$.MODULE$.SPARK_APP_NAME_LABEL();
  }

  public static String SPARK_CONF_DIR_INTERNAL() {
    return Constants$.MODULE$.SPARK_CONF_DIR_INTERNAL();
  }

  public static String SPARK_CONF_FILE_NAME() {
    return Constants$.MODULE$.SPARK_CONF_FILE_NAME();
  }

  public static String SPARK_CONF_PATH() {
    return Constants$.MODULE$.SPARK_CONF_PATH();
  }

  public static String SPARK_CONF_VOLUME_DRIVER() {
    return Constants$.MODULE$.SPARK_CONF_VOLUME_DRIVER();
  }

  public static String SPARK_CONF_VOLUME_EXEC() {
    return Constants$.MODULE$.SPARK_CONF_VOLUME_EXEC();
  }

  public static String SPARK_CONNECT_SERVER_PORT_NAME() {
    return Constants$.MODULE$.SPARK_CONNECT_SERVER_PORT_NAME();
  }

  public static String SPARK_EXECUTOR_ID_LABEL() {
    return Constants$.MODULE$.SPARK_EXECUTOR_ID_LABEL();
  }

  public static String SPARK_EXECUTOR_INACTIVE_LABEL() {
    return Constants$.MODULE$.SPARK_EXECUTOR_INACTIVE_LABEL();
  }

  public static String SPARK_POD_DRIVER_ROLE() {
    return Constants$.MODULE$.SPARK_POD_DRIVER_ROLE();
  }

  public static String SPARK_POD_EXECUTOR_ROLE() {
    return Constants$.MODULE$.SPARK_POD_EXECUTOR_ROLE();
  }

  public static String SPARK_RESOURCE_PROFILE_ID_LABEL() {
    return Constants$.MODULE$.SPARK_RESOURCE_PROFILE_ID_LABEL();
  }

  public static String SPARK_ROLE_LABEL() {
    return Constants$.MODULE$.SPARK_ROLE_LABEL();
  }

  public static String SPARK_VERSION_LABEL() {
    return Constants$.MODULE$.SPARK_VERSION_LABEL();
  }

  public static String UI_PORT_NAME() {
    return Constants$.MODULE$.UI_PORT_NAME();
  }
}
