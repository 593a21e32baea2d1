// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler;

import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.api.error.ShownUri;
import io.podsmith.core.conf.LocalFiles;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.input.InputLimits;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.util.Utils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Files of this machine and of whatever Hadoop's file systems reach. */
final class HadoopFiles extends LocalFiles {
  private static final Logger LOG = LoggerFactory.getLogger(HadoopFiles.class);

  private final SparkSettings settings;

  HadoopFiles(SparkSettings settings) {
    this.settings = settings;
  }

  @Override
  public byte[] read(String uri) {
    if (isClientLocal(uri)) {
      return super.read(uri);
    }
    if (schemeOf(uri).equals("local")) {
      throw new InvalidConfigurationException(
          PodsmithError.CONF_FILE,
          uri,
          uri
              + " is in the image and cannot be read before the pod runs; use a file on this"
              + " machine (file:) or on a file system that Hadoop supports");
    }
    Path path = new Path(Utils.resolveURI(uri));
    try (InputStream in = path.getFileSystem(hadoopConf()).open(path)) {
      return InputLimits.read(in, InputLimits.FILE);
    } catch (IOException | RuntimeException e) {
      throw unreadable(uri, e);
    }
  }

  @Override
  public String upload(String uri) {
    String uploadPath = uploadPath(settings, uri);
    URI source = Utils.resolveURI(uri);
    String target =
        uploadPath + "/spark-upload-" + UUID.randomUUID() + "/" + new Path(source).getName();
    try {
      Path targetPath = new Path(target);
      FileSystem fileSystem = Utils.getHadoopFileSystem(Utils.resolveURI(uploadPath), hadoopConf());
      fileSystem.mkdirs(targetPath.getParent());
      LOG.info("Uploading {} to {}", source.getPath(), ShownUri.of(target));
      fileSystem.copyFromLocalFile(false, true, new Path(source), targetPath);
      return target;
    } catch (IOException | RuntimeException e) {
      throw notUploaded(source.getPath(), uploadPath, e);
    }
  }

  private Configuration hadoopConf() {
    return SparkHadoopUtil.get().newConfiguration(SparkConfs.conf(settings));
  }
}
