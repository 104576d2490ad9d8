package io.alluvium.connectors.delta.kernel;

import io.delta.kernel.defaults.engine.fileio.FileIO;
import io.delta.kernel.defaults.engine.fileio.InputFile;
import io.delta.kernel.defaults.engine.fileio.OutputFile;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks for the next commits of a log one by one, where a store can only list the whole log: 5,000
 * names a request, of which a table that commits every few seconds has many times as many.
 *
 * <p>It is for readers of commits only: nothing but commits is found so.
 */
final class ProbedLog implements FileIO {
  private static final Pattern FROM_COMMIT = Pattern.compile("(.*/_delta_log/)(\\d{20})\\D?.*");
  // Whoever is so far behind reads more than a listing costs.
  private static final int MAX_PROBES = 32;
  // A reader that waits for a commit looks at the whole log when it begins to, and then now and
  // then: the version may have been cleaned up, or the log may have a gap.
  private static final int PROBES_PER_LISTING = 64;

  private final FileIO files;
  private long missing = -1;
  private int misses;

  ProbedLog(FileIO files) {
    this.files = files;
  }

  @Override
  public CloseableIterator<FileStatus> listFrom(String path) throws IOException {
    Matcher from = FROM_COMMIT.matcher(path);
    if (!from.matches()) {
      return files.listFrom(path);
    }
    long first = Long.parseLong(from.group(2));
    List<FileStatus> found = new ArrayList<>();
    while (found.size() < MAX_PROBES) {
      Optional<FileStatus> commit = commit(from.group(1), first + found.size());
      if (commit.isEmpty()) {
        break;
      }
      found.add(commit.get());
    }
    if (found.size() == MAX_PROBES || (found.isEmpty() && isListingDue(first))) {
      return files.listFrom(path);
    }
    return Utils.toCloseableIterator(found.iterator());
  }

  private synchronized boolean isListingDue(long version) {
    misses = version == missing ? misses + 1 : 0;
    missing = version;
    return misses % PROBES_PER_LISTING == 0;
  }

  private Optional<FileStatus> commit(String log, long version) throws IOException {
    try {
      return Optional.of(files.getFileStatus(log + String.format("%020d.json", version)));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  @Override
  public FileStatus getFileStatus(String path) throws IOException {
    return files.getFileStatus(path);
  }

  @Override
  public String resolvePath(String path) throws IOException {
    return files.resolvePath(path);
  }

  @Override
  public boolean mkdirs(String path) throws IOException {
    return files.mkdirs(path);
  }

  @Override
  public InputFile newInputFile(String path, long size) {
    return files.newInputFile(path, size);
  }

  @Override
  public OutputFile newOutputFile(String path) {
    return files.newOutputFile(path);
  }

  @Override
  public boolean delete(String path) throws IOException {
    return files.delete(path);
  }

  @Override
  public Optional<String> getConf(String key) {
    return files.getConf(key);
  }

  @Override
  public void copyFileAtomically(String source, String target, boolean overwrite)
      throws IOException {
    files.copyFileAtomically(source, target, overwrite);
  }
}
