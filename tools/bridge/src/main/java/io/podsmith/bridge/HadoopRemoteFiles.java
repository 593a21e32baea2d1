// SPDX-License-Identifier: Apache-2.0
package io.podsmith.bridge;

import io.podsmith.bridge.border.RemoteFiles;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.util.Utils;

/** Files on the file systems that Spark's Hadoop knows. */
final class HadoopRemoteFiles implements RemoteFiles {
  private final SparkConf conf;

  HadoopRemoteFiles(SparkConf conf) {
    this.conf = conf;
  }

  @Override
  public InputStream open(String uri) throws IOException {
    Path path = new Path(Utils.resolveURI(uri));
    return path.getFileSystem(hadoop()).open(path);
  }

  @Override
  public void copy(String file, String target) throws IOException {
    Path copy = new Path(Utils.resolveURI(target));
    FileSystem fileSystem = copy.getFileSystem(hadoop());
    fileSystem.mkdirs(copy.getParent());
    fileSystem.copyFromLocalFile(false, true, new Path(Utils.resolveURI(file)), copy);
  }

  private Configuration hadoop() {
    return SparkHadoopUtil.get().newConfiguration(conf);
  }
}
