// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler;

import io.podsmith.api.conf.FileStaging;
import io.podsmith.core.conf.SparkRuntime;
import io.podsmith.core.conf.SparkSettings;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.deploy.security.HadoopDelegationTokenManager;
import org.apache.spark.util.Utils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers the engine with the Spark and the Hadoop on the classpath. */
public final class HadoopSparkRuntime implements SparkRuntime {
  private static final Logger LOG = LoggerFactory.getLogger(HadoopSparkRuntime.class);

  @Override
  public String sparkVersion() {
    return org.apache.spark.package$.MODULE$.SPARK_VERSION();
  }

  @Override
  public String currentUser() {
    return Utils.getCurrentUserName();
  }

  @Override
  public FileStaging files(SparkSettings settings) {
    return new HadoopFiles(settings);
  }

  @Override
  public boolean mayHaveDelegationTokens(SparkSettings settings) {
    try {
      return UserGroupInformation.isSecurityEnabled()
          || UserGroupInformation.getCurrentUser().getCredentials().numberOfTokens() > 0;
    } catch (IOException e) {
      LOG.debug("Cannot tell whether the user has delegation tokens", e);
      return false;
    }
  }

  @Override
  @SuppressWarnings("NullAway") // Spark takes null for "nobody is to be told of new tokens"
  public Optional<byte[]> delegationTokens(SparkSettings settings) {
    SparkConf conf = SparkConfs.conf(settings);
    try {
      Credentials credentials = UserGroupInformation.getCurrentUser().getCredentials();
      new HadoopDelegationTokenManager(conf, SparkHadoopUtil.get().newConfiguration(conf), null)
          .obtainDelegationTokens(credentials);
      boolean any = credentials.numberOfTokens() > 0 || credentials.numberOfSecretKeys() > 0;
      return any ? Optional.of(SparkHadoopUtil.get().serialize(credentials)) : Optional.empty();
    } catch (Exception e) { // Scala declares no exceptions
      // A job that touches no secured service runs without tokens; one that does says so itself.
      LOG.warn("No Hadoop delegation tokens for the driver: {}", e.toString(), e);
      return Optional.empty();
    }
  }
}
