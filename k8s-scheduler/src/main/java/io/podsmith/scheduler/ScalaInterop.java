// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import scala.Function1;
import scala.Option;
import scala.PartialFunction;
import scala.Tuple2;
import scala.collection.immutable.Seq;
import scala.concurrent.Future;
import scala.jdk.javaapi.CollectionConverters;
import scala.jdk.javaapi.OptionConverters;
import scala.runtime.AbstractPartialFunction;
import scala.runtime.BoxedUnit;

/** Scala's collections, options and functions as Java has them, and the other way round. */
public final class ScalaInterop {
  private ScalaInterop() {}

  public static <T> List<T> list(scala.collection.Seq<T> seq) {
    return List.copyOf(CollectionConverters.asJava(seq));
  }

  public static <T> Seq<T> seq(List<T> list) {
    return CollectionConverters.asScala(list).toSeq();
  }

  public static <K, V> Map<K, V> map(scala.collection.Map<K, V> map) {
    return new LinkedHashMap<>(CollectionConverters.asJava(map));
  }

  public static Map<String, String> map(Tuple2<String, String>[] pairs) {
    Map<String, String> map = new LinkedHashMap<>();
    for (Tuple2<String, String> pair : pairs) {
      map.put(pair._1(), pair._2());
    }
    return map;
  }

  public static <K, V> scala.collection.immutable.Map<K, V> emptyMap() {
    return scala.collection.immutable.Map$.MODULE$.empty();
  }

  public static <T> Optional<T> optional(Option<T> option) {
    return OptionConverters.toJava(option);
  }

  public static <T> Option<T> option(Optional<T> optional) {
    return OptionConverters.toScala(optional);
  }

  /** A future that is done already. Scala has no boolean of its own there, hence the type. */
  public static Future<Object> done(boolean value) {
    return scala.concurrent.Future$.MODULE$.successful(value);
  }

  /** A function that takes some messages and leaves the others to the next one. */
  public static PartialFunction<Object, BoxedUnit> handler(
      Predicate<Object> takes, Consumer<Object> handle) {
    return new MessageHandler(takes, handle);
  }

  private static final class MessageHandler extends AbstractPartialFunction<Object, BoxedUnit> {
    private final Predicate<Object> takes;
    private final Consumer<Object> handle;

    MessageHandler(Predicate<Object> takes, Consumer<Object> handle) {
      this.takes = takes;
      this.handle = handle;
    }

    @Override
    public boolean isDefinedAt(Object message) {
      return takes.test(message);
    }

    @Override
    @SuppressWarnings("unchecked") // B1 is a supertype of BoxedUnit, which Java cannot say
    public <A1, B1> B1 applyOrElse(A1 message, Function1<A1, B1> otherwise) {
      if (!takes.test(message)) {
        return otherwise.apply(message);
      }
      handle.accept(message);
      return (B1) BoxedUnit.UNIT;
    }
  }
}
