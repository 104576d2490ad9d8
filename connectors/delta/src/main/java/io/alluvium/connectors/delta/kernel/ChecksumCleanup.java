package io.alluvium.connectors.delta.kernel;

import io.delta.kernel.engine.Engine;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Deletes the checksums of versions whose commits the log no longer holds. Kernel's clean-up leaves
 * them, and every listing of the log would pass over more of them.
 */
final class ChecksumCleanup {
  private static final Pattern COMMIT = Pattern.compile("(\\d{20})\\.json");
  private static final Pattern CHECKSUM = Pattern.compile("(\\d{20})\\.crc");
  private static final int MAX_DELETED = 1_000;

  private final Engine engine;
  private final String log;

  ChecksumCleanup(Engine engine, String tablePath) {
    this.engine = engine;
    this.log = tablePath + (tablePath.endsWith("/") ? "" : "/") + "_delta_log/";
  }

  /** Deletes at most {@value #MAX_DELETED}: the next call goes on. */
  void run() throws IOException {
    long earliest = Long.MAX_VALUE;
    List<FileStatus> checksums = new ArrayList<>();
    // In the order of their names: what is older than the first commit comes before it.
    try (CloseableIterator<FileStatus> files =
        engine.getFileSystemClient().listFrom(log + String.format("%020d", 0))) {
      while (files.hasNext() && earliest == Long.MAX_VALUE) {
        FileStatus file = files.next();
        OptionalLong commit = version(COMMIT, file);
        if (commit.isPresent()) {
          earliest = commit.getAsLong();
        } else if (version(CHECKSUM, file).isPresent()) {
          checksums.add(file);
        }
      }
    }
    if (earliest == Long.MAX_VALUE) {
      return;
    }
    for (FileStatus checksum : checksums.subList(0, Math.min(MAX_DELETED, checksums.size()))) {
      if (version(CHECKSUM, checksum).orElseThrow() < earliest) {
        engine.getFileSystemClient().delete(checksum.getPath());
      }
    }
  }

  private static OptionalLong version(Pattern pattern, FileStatus file) {
    String path = file.getPath();
    Matcher matcher = pattern.matcher(path.substring(path.lastIndexOf('/') + 1));
    return matcher.matches()
        ? OptionalLong.of(Long.parseLong(matcher.group(1)))
        : OptionalLong.empty();
  }
}
