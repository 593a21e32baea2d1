#!/bin/bash
# Implements the arguments and environment variables of Spark's own Kubernetes images.
mode=$1
shift
opts=()
while IFS= read -r v; do opts+=("${!v}"); done < <(compgen -e | grep -E '^SPARK_JAVA_OPT_[0-9]+$' | sort -t_ -k4 -n)
cp="/opt/spark/jars/*"
[[ -n ${SPARK_CONF_DIR:-} ]] && cp="$SPARK_CONF_DIR:$cp"
[[ -n ${HADOOP_CONF_DIR:-} ]] && cp="$HADOOP_CONF_DIR:$cp"
[[ -n ${SPARK_EXTRA_CLASSPATH:-} ]] && cp="$SPARK_EXTRA_CLASSPATH:$cp"
case $mode in
  driver) exec tini -s -- /opt/spark/bin/spark-submit --conf "spark.driver.bindAddress=$SPARK_DRIVER_BIND_ADDRESS" --conf "spark.executorEnv.SPARK_DRIVER_POD_IP=$SPARK_DRIVER_BIND_ADDRESS" --deploy-mode client "$@" ;;
  executor) exec tini -s -- "$JAVA_HOME/bin/java" "${opts[@]}" -Xms"$SPARK_EXECUTOR_MEMORY" -Xmx"$SPARK_EXECUTOR_MEMORY" -cp "$cp:$SPARK_DIST_CLASSPATH" org.apache.spark.scheduler.cluster.k8s.KubernetesExecutorBackend --driver-url "$SPARK_DRIVER_URL" --executor-id "$SPARK_EXECUTOR_ID" --cores "$SPARK_EXECUTOR_CORES" --app-id "$SPARK_APPLICATION_ID" --hostname "$SPARK_EXECUTOR_POD_IP" --resourceProfileId "$SPARK_RESOURCE_PROFILE_ID" --podName "$SPARK_EXECUTOR_POD_NAME" ;;
  *) exec "$mode" "$@" ;;
esac
