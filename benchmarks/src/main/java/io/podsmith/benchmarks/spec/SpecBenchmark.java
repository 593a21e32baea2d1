package io.podsmith.benchmarks.spec;

import io.podsmith.benchmarks.upstream.UpstreamLoader;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Executor specs a second. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
    value = 1,
    jvmArgsAppend = {
      "-Xmx1g",
      "--add-opens=java.base/java.nio=ALL-UNNAMED",
      "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
      "--add-opens=java.base/java.lang=ALL-UNNAMED"
    })
public class SpecBenchmark {
  /**
   * {@code podsmith}: third-party steps say that executors share their outcome; {@code
   * podsmith-pod-steps}: they say nothing, and run for each executor as upstream's do.
   */
  @Param({"upstream", "podsmith", "podsmith-pod-steps"})
  public String side;

  @Param({"0", "3", "10"})
  public int steps;

  @Param({"false", "true"})
  public boolean template;

  private IntFunction<?> executors;
  private int id;

  @Setup
  public void open() {
    Map<String, String> settings = Case.settings(steps, template);
    if (side.equals("upstream")) {
      if (steps > 0) {
        settings.put("spark.kubernetes.executor.pod.featureSteps", Case.upstreamSteps(steps));
      }
      executors =
          (IntFunction<?>)
              UpstreamLoader.make(
                  "io.podsmith.benchmarks.spec.UpstreamExecutors", settings, Case.DRIVER_POD);
    } else {
      settings.put("bench.shared", Boolean.toString(side.equals("podsmith")));
      executors = new OurExecutors(settings, Case.DRIVER_POD);
    }
  }

  @Benchmark
  public Object spec() {
    return executors.apply(1 + id++ % 10_000);
  }
}
