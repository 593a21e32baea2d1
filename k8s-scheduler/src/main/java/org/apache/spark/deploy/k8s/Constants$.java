// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.deploy.k8s;

import io.podsmith.core.conf.keys.Constants;

/** The names that Spark's Kubernetes jar uses, as Scala's compiler names their object. */
public final class Constants$ {
  public static final Constants$ MODULE$ = new Constants$();

  private Constants$() {}

  public String APP_RESOURCE_TYPE_JAVA() {
    return Constants.APP_RESOURCE_TYPE_JAVA;
  }

  public String APP_RESOURCE_TYPE_PYTHON() {
    return Constants.APP_RESOURCE_TYPE_PYTHON;
  }

  public String APP_RESOURCE_TYPE_R() {
    return Constants.APP_RESOURCE_TYPE_R;
  }

  public String BLOCK_MANAGER_PORT_NAME() {
    return Constants.BLOCK_MANAGER_PORT_NAME;
  }

  public String CONNECT_GRPC_BINDING_PORT() {
    return Constants.CONNECT_GRPC_BINDING_PORT;
  }

  public int DEFAULT_BLOCKMANAGER_PORT() {
    return Constants.DEFAULT_BLOCKMANAGER_PORT;
  }

  public String DEFAULT_DRIVER_CONTAINER_NAME() {
    return Constants.DEFAULT_DRIVER_CONTAINER_NAME;
  }

  public int DEFAULT_DRIVER_PORT() {
    return Constants.DEFAULT_DRIVER_PORT;
  }

  public String DEFAULT_EXECUTOR_CONTAINER_NAME() {
    return Constants.DEFAULT_EXECUTOR_CONTAINER_NAME;
  }

  public String DEFAULT_PVC_ACCESS_MODE() {
    return "ReadWriteOncePod";
  }

  public int DEFAULT_SPARK_CONNECT_SERVER_PORT() {
    return Constants.DEFAULT_SPARK_CONNECT_SERVER_PORT;
  }

  public String DRIVER_CREDENTIALS_CA_CERT_PATH() {
    return Constants.DRIVER_CREDENTIALS_CA_CERT_PATH;
  }

  public String DRIVER_CREDENTIALS_CA_CERT_SECRET_NAME() {
    return Constants.DRIVER_CREDENTIALS_CA_CERT_SECRET_NAME;
  }

  public String DRIVER_CREDENTIALS_CLIENT_CERT_PATH() {
    return Constants.DRIVER_CREDENTIALS_CLIENT_CERT_PATH;
  }

  public String DRIVER_CREDENTIALS_CLIENT_CERT_SECRET_NAME() {
    return Constants.DRIVER_CREDENTIALS_CLIENT_CERT_SECRET_NAME;
  }

  public String DRIVER_CREDENTIALS_CLIENT_KEY_PATH() {
    return Constants.DRIVER_CREDENTIALS_CLIENT_KEY_PATH;
  }

  public String DRIVER_CREDENTIALS_CLIENT_KEY_SECRET_NAME() {
    return Constants.DRIVER_CREDENTIALS_CLIENT_KEY_SECRET_NAME;
  }

  public String DRIVER_CREDENTIALS_OAUTH_TOKEN_PATH() {
    return Constants.DRIVER_CREDENTIALS_OAUTH_TOKEN_PATH;
  }

  public String DRIVER_CREDENTIALS_OAUTH_TOKEN_SECRET_NAME() {
    return Constants.DRIVER_CREDENTIALS_OAUTH_TOKEN_SECRET_NAME;
  }

  public String DRIVER_CREDENTIALS_SECRETS_BASE_DIR() {
    return Constants.DRIVER_CREDENTIALS_SECRETS_BASE_DIR;
  }

  public String DRIVER_CREDENTIALS_SECRET_VOLUME_NAME() {
    return Constants.DRIVER_CREDENTIALS_SECRET_VOLUME_NAME;
  }

  public String DRIVER_PORT_NAME() {
    return Constants.DRIVER_PORT_NAME;
  }

  public String ENV_APPLICATION_ID() {
    return Constants.ENV_APPLICATION_ID;
  }

  public String ENV_CLASSPATH() {
    return Constants.ENV_CLASSPATH;
  }

  public String ENV_DRIVER_BIND_ADDRESS() {
    return Constants.ENV_DRIVER_BIND_ADDRESS;
  }

  public String ENV_DRIVER_POD_IP() {
    return Constants.ENV_DRIVER_POD_IP;
  }

  public String ENV_DRIVER_URL() {
    return Constants.ENV_DRIVER_URL;
  }

  public String ENV_EXECUTOR_ATTRIBUTE_APP_ID() {
    return Constants.ENV_EXECUTOR_ATTRIBUTE_APP_ID;
  }

  public String ENV_EXECUTOR_ATTRIBUTE_EXECUTOR_ID() {
    return Constants.ENV_EXECUTOR_ATTRIBUTE_EXECUTOR_ID;
  }

  public String ENV_EXECUTOR_CORES() {
    return Constants.ENV_EXECUTOR_CORES;
  }

  public String ENV_EXECUTOR_DIRS() {
    return Constants.ENV_EXECUTOR_DIRS;
  }

  public String ENV_EXECUTOR_ID() {
    return Constants.ENV_EXECUTOR_ID;
  }

  public String ENV_EXECUTOR_LIBRARY_PATH() {
    return "SPARK_EXECUTOR_LIBRARY_PATH";
  }

  public String ENV_EXECUTOR_MEMORY() {
    return Constants.ENV_EXECUTOR_MEMORY;
  }

  public String ENV_EXECUTOR_POD_IP() {
    return Constants.ENV_EXECUTOR_POD_IP;
  }

  public String ENV_EXECUTOR_POD_NAME() {
    return Constants.ENV_EXECUTOR_POD_NAME;
  }

  public String ENV_HADOOP_CONF_DIR() {
    return Constants.ENV_HADOOP_CONF_DIR;
  }

  public String ENV_HADOOP_TOKEN_FILE_LOCATION() {
    return Constants.ENV_HADOOP_TOKEN_FILE_LOCATION;
  }

  public String ENV_JAVA_OPT_PREFIX() {
    return Constants.ENV_JAVA_OPT_PREFIX;
  }

  public String ENV_PYSPARK_DRIVER_PYTHON() {
    return Constants.ENV_PYSPARK_DRIVER_PYTHON;
  }

  public String ENV_PYSPARK_PYTHON() {
    return Constants.ENV_PYSPARK_PYTHON;
  }

  public String ENV_RESOURCE_PROFILE_ID() {
    return Constants.ENV_RESOURCE_PROFILE_ID;
  }

  public String ENV_SPARK_CONF_DIR() {
    return Constants.ENV_SPARK_CONF_DIR;
  }

  public String ENV_SPARK_USER() {
    return Constants.ENV_SPARK_USER;
  }

  public String EXECUTOR_POD_SPEC_TEMPLATE_FILE_NAME() {
    return Constants.EXECUTOR_POD_SPEC_TEMPLATE_FILE_NAME;
  }

  public String EXECUTOR_POD_SPEC_TEMPLATE_MOUNTPATH() {
    return Constants.EXECUTOR_POD_SPEC_TEMPLATE_MOUNTPATH;
  }

  public String EXIT_EXCEPTION_ANNOTATION() {
    return Constants.EXIT_EXCEPTION_ANNOTATION;
  }

  public String HADOOP_CONFIG_MAP_NAME() {
    return Constants.HADOOP_CONFIG_MAP_NAME;
  }

  public String HADOOP_CONF_DIR_PATH() {
    return Constants.HADOOP_CONF_DIR_PATH;
  }

  public String HADOOP_CONF_VOLUME() {
    return Constants.HADOOP_CONF_VOLUME;
  }

  public String KERBEROS_DT_SECRET_KEY() {
    return Constants.KERBEROS_DT_SECRET_KEY;
  }

  public String KERBEROS_DT_SECRET_NAME() {
    return Constants.KERBEROS_DT_SECRET_NAME;
  }

  public String KERBEROS_KEYTAB_MOUNT_POINT() {
    return Constants.KERBEROS_KEYTAB_MOUNT_POINT;
  }

  public String KERBEROS_KEYTAB_VOLUME() {
    return Constants.KERBEROS_KEYTAB_VOLUME;
  }

  public String KERBEROS_SECRET_KEY() {
    return Constants.KERBEROS_SECRET_KEY;
  }

  public String KRB_FILE_DIR_PATH() {
    return Constants.KRB_FILE_DIR_PATH;
  }

  public String KRB_FILE_VOLUME() {
    return Constants.KRB_FILE_VOLUME;
  }

  public String KUBERNETES_MASTER_INTERNAL_URL() {
    return Constants.KUBERNETES_MASTER_INTERNAL_URL;
  }

  public double NON_JVM_MEMORY_OVERHEAD_FACTOR() {
    return 0.4;
  }

  public String POD_DELETION_COST() {
    return "controller.kubernetes.io/pod-deletion-cost";
  }

  public String POD_TEMPLATE_CONFIGMAP() {
    return Constants.POD_TEMPLATE_CONFIGMAP;
  }

  public String POD_TEMPLATE_KEY() {
    return Constants.POD_TEMPLATE_KEY;
  }

  public String POD_TEMPLATE_VOLUME() {
    return Constants.POD_TEMPLATE_VOLUME;
  }

  public String SPARK_APP_HADOOP_CREDENTIALS_BASE_DIR() {
    return Constants.SPARK_APP_HADOOP_CREDENTIALS_BASE_DIR;
  }

  public String SPARK_APP_HADOOP_SECRET_VOLUME_NAME() {
    return Constants.SPARK_APP_HADOOP_SECRET_VOLUME_NAME;
  }

  public String SPARK_APP_ID_LABEL() {
    return Constants.SPARK_APP_ID_LABEL;
  }

  public String SPARK_APP_NAME_LABEL() {
    return Constants.SPARK_APP_NAME_LABEL;
  }

  public String SPARK_CONF_DIR_INTERNAL() {
    return Constants.SPARK_CONF_DIR_INTERNAL;
  }

  public String SPARK_CONF_FILE_NAME() {
    return Constants.SPARK_CONF_FILE_NAME;
  }

  public String SPARK_CONF_PATH() {
    return Constants.SPARK_CONF_PATH;
  }

  public String SPARK_CONF_VOLUME_DRIVER() {
    return Constants.SPARK_CONF_VOLUME_DRIVER;
  }

  public String SPARK_CONF_VOLUME_EXEC() {
    return Constants.SPARK_CONF_VOLUME_EXEC;
  }

  public String SPARK_CONNECT_SERVER_PORT_NAME() {
    return Constants.SPARK_CONNECT_SERVER_PORT_NAME;
  }

  public String SPARK_EXECUTOR_ID_LABEL() {
    return Constants.SPARK_EXECUTOR_ID_LABEL;
  }

  public String SPARK_EXECUTOR_INACTIVE_LABEL() {
    return Constants.SPARK_EXECUTOR_INACTIVE_LABEL;
  }

  public String SPARK_POD_DRIVER_ROLE() {
    return Constants.SPARK_POD_DRIVER_ROLE;
  }

  public String SPARK_POD_EXECUTOR_ROLE() {
    return Constants.SPARK_POD_EXECUTOR_ROLE;
  }

  public String SPARK_RESOURCE_PROFILE_ID_LABEL() {
    return Constants.SPARK_RESOURCE_PROFILE_ID_LABEL;
  }

  public String SPARK_ROLE_LABEL() {
    return Constants.SPARK_ROLE_LABEL;
  }

  public String SPARK_VERSION_LABEL() {
    return Constants.SPARK_VERSION_LABEL;
  }

  public String UI_PORT_NAME() {
    return Constants.UI_PORT_NAME;
  }
}
