#!/usr/bin/env bash
# Builds what is needed and runs real spark-submit jobs on a cluster inside a JVM. Needs JDK 17, bash and curl.
# usage: examples/demo.sh [SPARK_HOME]: with a distribution that holds Podsmith's jars, the jobs run through its bin/spark-submit.
set -euo pipefail
cd "$(dirname "$0")/.."
if [[ -n ${JAVA_HOME:-} ]]; then java=$JAVA_HOME/bin/java; else java=java; fi

if [[ -z ${PODSMITH_BUILT:-} ]]; then
  echo "Building Podsmith and the examples (the first time this downloads Maven and Spark's jars) ..."
  ./mvnw -B -ntp -q -Dmaven.test.skip=true -pl examples/demo -am package
fi
exec "$java" -Xmx512m -Dorg.slf4j.simpleLogger.defaultLogLevel=warn \
  -cp "examples/demo/target/classes:$(cat examples/demo/target/demo.classpath)" \
  io.podsmith.examples.demo.Demo "$PWD" "$@"
