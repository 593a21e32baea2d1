// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.explain;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Waits until a file changes. Watches the directories, so that files that editors replace, and
 * files that do not exist yet, are noticed as well. Not for several threads.
 */
final class FileWatch implements AutoCloseable {
  private static final long SETTLE_MILLIS = 100;

  private final WatchService service;
  private final Set<Path> files = new HashSet<>();
  private final Map<WatchKey, Path> directories = new HashMap<>();

  /**
   * Starts to watch.
   *
   * @param watched files, and directories whose every entry counts
   */
  FileWatch(Collection<Path> watched) throws IOException {
    service = FileSystems.getDefault().newWatchService();
    add(watched);
  }

  /** Watches further files and directories. */
  void add(Collection<Path> watched) throws IOException {
    for (Path path : watched) {
      Path absolute = path.toAbsolutePath().normalize();
      files.add(absolute);
      Path directory = Files.isDirectory(absolute) ? absolute : absolute.getParent();
      if (directory != null
          && Files.isDirectory(directory)
          && !directories.containsValue(directory)) {
        register(directory);
      }
    }
  }

  private void register(Path directory) throws IOException {
    directories.put(
        directory.register(
            service,
            StandardWatchEventKinds.ENTRY_CREATE,
            StandardWatchEventKinds.ENTRY_MODIFY,
            StandardWatchEventKinds.ENTRY_DELETE),
        directory);
  }

  /**
   * Waits until one of the files changes, and then until they are quiet for 100 ms.
   *
   * @throws InterruptedException if the thread is interrupted
   */
  void awaitChange() throws InterruptedException {
    boolean isChanged = false;
    while (!isChanged) {
      isChanged = concerns(service.take());
    }
    for (WatchKey key = service.poll(SETTLE_MILLIS, TimeUnit.MILLISECONDS);
        key != null;
        key = service.poll(SETTLE_MILLIS, TimeUnit.MILLISECONDS)) {
      concerns(key);
    }
  }

  private boolean concerns(WatchKey key) {
    Path directory = directories.get(key);
    boolean isWatched = false;
    for (WatchEvent<?> event : key.pollEvents()) {
      // without a path, events were lost: any file may have changed
      isWatched |=
          directory == null
              || !(event.context() instanceof Path name)
              || files.contains(directory)
              || files.contains(directory.resolve(name));
    }
    if (!key.reset()) {
      // its directory was deleted
      directories.remove(key);
    }
    return isWatched;
  }

  @Override
  public void close() throws IOException {
    service.close();
  }
}
