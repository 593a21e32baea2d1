package io.podsmith.benchmarks.churn;

import java.nio.ByteBuffer;
import org.apache.spark.TaskState;
import org.apache.spark.resource.ResourceInformation;
import org.apache.spark.rpc.RpcEndpointRef;
import org.apache.spark.rpc.RpcEnv;
import org.apache.spark.rpc.ThreadSafeRpcEndpoint;
import org.apache.spark.scheduler.TaskDescription;
import org.apache.spark.scheduler.cluster.CoarseGrainedClusterMessages.KillTask;
import org.apache.spark.scheduler.cluster.CoarseGrainedClusterMessages.LaunchTask;
import org.apache.spark.scheduler.cluster.CoarseGrainedClusterMessages.RegisterExecutor;
import org.apache.spark.scheduler.cluster.CoarseGrainedClusterMessages.StatusUpdate;
import org.apache.spark.util.SerializableBuffer;
import scala.Function1;
import scala.PartialFunction;
import scala.collection.immutable.Map;
import scala.collection.immutable.Map$;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractPartialFunction;
import scala.runtime.BoxedUnit;

/**
 * What the driver takes for an executor with one core: holds the tasks that it gets until they are
 * cancelled. Lives in the driver's JVM, as the containers of simulated nodes run nothing.
 */
final class FakeExecutor implements ThreadSafeRpcEndpoint {
  private static final int DEFAULT_PROFILE = 0;

  private final RpcEnv env;
  private final RpcEndpointRef driver;
  private final String id;

  private FakeExecutor(RpcEnv env, RpcEndpointRef driver, String id) {
    this.env = env;
    this.driver = driver;
    this.id = id;
  }

  /** Registers an executor; where the driver does not want it any more nothing comes of it. */
  static void register(RpcEnv env, RpcEndpointRef driver, String id, String host) {
    FakeExecutor executor = new FakeExecutor(env, driver, id);
    RpcEndpointRef self = env.setupEndpoint("fake-executor-" + id, executor);
    Map<String, String> none = Map$.MODULE$.empty();
    Map<String, ResourceInformation> noResources = Map$.MODULE$.empty();
    driver.ask(
        new RegisterExecutor(id, self, host, 1, none, none, noResources, DEFAULT_PROFILE),
        ClassTag$.MODULE$.Boolean());
  }

  @Override
  public RpcEnv rpcEnv() {
    return env;
  }

  @Override
  public PartialFunction<Object, BoxedUnit> receive() {
    return new AbstractPartialFunction<>() {
      @Override
      public boolean isDefinedAt(Object message) {
        return true;
      }

      @Override
      @SuppressWarnings("unchecked") // B1 is a supertype of BoxedUnit, which Java cannot say
      public <A1, B1> B1 applyOrElse(A1 message, Function1<A1, B1> otherwise) {
        take(message);
        return (B1) BoxedUnit.UNIT;
      }
    };
  }

  private void take(Object message) {
    if (message instanceof LaunchTask launch) {
      TaskDescription task = TaskDescription.decode(launch.data().value());
      tell(task.taskId(), TaskState.RUNNING());
    } else if (message instanceof KillTask kill) {
      tell(kill.taskId(), TaskState.KILLED());
    }
  }

  private void tell(long taskId, scala.Enumeration.Value state) {
    driver.send(
        new StatusUpdate(
            id,
            taskId,
            state,
            new SerializableBuffer(ByteBuffer.allocate(0)),
            1,
            Map$.MODULE$.empty()));
  }
}
