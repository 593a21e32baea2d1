package io.podsmith.benchmarks.updates;

import io.podsmith.benchmarks.upstream.UpstreamLoader;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What an update of one pod costs with all that it sets off, while other executors run. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(
    value = 1,
    jvmArgsAppend = {
      "-Xmx3g",
      "--add-opens=java.base/java.nio=ALL-UNNAMED",
      "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
      "--add-opens=java.base/java.lang=ALL-UNNAMED"
    })
public class UpdatesBenchmark {
  /** As many as come in a second when executors start by the hundred. */
  private static final int BATCH = 200;

  @Param({"upstream", "podsmith"})
  public String side;

  @Param({"100", "1000", "10000"})
  public int executors;

  private IntConsumer updates;

  @Setup
  public void open() throws ReflectiveOperationException {
    updates =
        (IntConsumer)
            (side.equals("upstream")
                ? UpstreamLoader.make("io.podsmith.benchmarks.updates.UpstreamUpdates", executors)
                : Class.forName("io.podsmith.scheduler.pods.testing.UpdateLoad")
                    .getConstructor(int.class)
                    .newInstance(executors));
  }

  @Benchmark
  @OperationsPerInvocation(BATCH)
  public void update() {
    updates.accept(BATCH);
  }
}
