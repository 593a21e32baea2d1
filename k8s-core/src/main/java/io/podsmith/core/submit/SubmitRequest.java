package io.podsmith.core.submit;

import io.podsmith.core.conf.Application;
import io.podsmith.core.conf.SparkRuntime;
import io.podsmith.core.conf.SparkSettings;

/** One submission: settings, what to run, and what only Spark can tell. */
public record SubmitRequest(
    SparkSettings settings, Application application, SparkRuntime runtime) {}
