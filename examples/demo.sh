#!/usr/bin/env bash
# Builds what is needed and runs real spark-submit jobs on a cluster inside a JVM. Needs JDK 17, bash and curl.
# usage: examples/demo.sh [--step-jar JAR] [--conf KEY=VALUE]... [SPARK_HOME]
#   --step-jar JAR    runs one job with the steps of this jar instead of the example's; each step must change the pods of its roles
#   --conf KEY=VALUE  a setting of all jobs, for example one that the step requires
#   SPARK_HOME        a distribution that holds Podsmith's jars: the jobs run through its bin/spark-submit
set -euo pipefail
here=$PWD
cd "$(dirname "$0")/.."
if [[ -n ${JAVA_HOME:-} ]]; then java=$JAVA_HOME/bin/java; else java=java; fi

# The demo folds its lines to the terminal; 80 columns where there is none.
if [[ -t 1 ]]; then PODSMITH_COLUMNS=$(tput cols 2>/dev/null || echo 80); else PODSMITH_COLUMNS=80; fi
export PODSMITH_COLUMNS

# Runs Maven with a line every ten seconds, and shows its log where it fails.
build() {
  local log=examples/demo/target/build.log started=$SECONDS maven
  mkdir -p "$(dirname "$log")"
  : >"$log"
  touch -r "$log" examples/demo/target/started
  ./mvnw -B -ntp -Pquick -pl examples/demo -am package >"$log" 2>&1 &
  maven=$!
  trap 'kill $maven 2>/dev/null || true' EXIT
  while kill -0 $maven 2>/dev/null; do
    for _ in {1..20}; do
      sleep 0.5
      kill -0 $maven 2>/dev/null || break
    done
    if kill -0 $maven 2>/dev/null; then
      module=$(sed -n 's/^\[INFO\] Building \(.*[^ ]\)  *\[[0-9/]*\]$/\1/p' "$log" | tail -1)
      echo "  ... ${module:-downloading Maven and its plugins}, $((SECONDS - started)) s"
    fi
  done
  trap - EXIT
  if ! wait $maven; then
    tail -40 "$log" >&2
    echo "The build failed; its whole log is in $log" >&2
    return 1
  fi
  # Maven leaves the file as it is if its content does not change.
  touch -r examples/demo/target/started examples/demo/target/demo.classpath
  echo "Built in $((SECONDS - started)) s."
}

# Returns whether the last build started after the last change of a source.
is_built() {
  local built=examples/demo/target/demo.classpath
  [[ -f $built && -d k8s-scheduler/target/dist/jars ]] &&
    [[ -z $(find pom.xml k8s-*/pom.xml k8s-*/src/main examples -name target -prune -o -type f -newer "$built" -print -quit) ]]
}

if [[ -z ${PODSMITH_BUILT:-} ]] && ! is_built; then
  echo "Building Podsmith and the examples; the first time this downloads Maven"
  echo "and Spark's jars, which takes a few minutes ..."
  build
fi
exec "$java" -Xmx512m -Dorg.slf4j.simpleLogger.defaultLogLevel=warn \
  -Dorg.slf4j.simpleLogger.log.io.vertx.core.impl.BlockedThreadChecker=off \
  -cp "examples/demo/target/classes:$(cat examples/demo/target/demo.classpath)" \
  io.podsmith.examples.demo.Demo "$PWD" "$here" "$@"
