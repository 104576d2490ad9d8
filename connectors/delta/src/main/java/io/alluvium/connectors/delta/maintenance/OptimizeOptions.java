package io.alluvium.connectors.delta.maintenance;

import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.util.Preconditions;

/**
 * How a table is optimized.
 *
 * @param targetFileSize bytes that a file should have; smaller ones are put together until they
 *     reach it
 * @param minFileSize bytes below which a file counts as small
 * @param maxDeletedShare share of deleted rows above which a file is written anew, 0 to 1
 * @param bytesPerCommit input bytes after which what is done is committed, so that a failure loses
 *     no more
 * @param where condition on partition columns that chooses the partitions, in SQL, for example
 *     {@code day >= '2026-05-01' AND site = 'Z'}; empty for the whole table
 * @param ownedFiles whether to rewrite a table whose files a copy-on-write sink owns: such a sink
 *     cannot go on from its state afterwards
 */
@PublicEvolving
public record OptimizeOptions(
    long targetFileSize,
    long minFileSize,
    double maxDeletedShare,
    long bytesPerCommit,
    String where,
    boolean ownedFiles) {
  private static final long DEFAULT_TARGET = 256L << 20;
  private static final double SMALL_SHARE = 0.75;
  private static final double DEFAULT_DELETED_SHARE = 0.1;
  private static final long DEFAULT_BYTES_PER_COMMIT = 4L << 30;

  public OptimizeOptions {
    Preconditions.checkArgument(targetFileSize > 0, "the target file size must be positive");
    Preconditions.checkArgument(
        maxDeletedShare >= 0 && maxDeletedShare <= 1, "a share is between 0 and 1");
    Preconditions.checkArgument(bytesPerCommit > 0, "bytes per commit must be positive");
  }

  /** The whole table, files of 256 MB, files anew from 10 % deleted rows on. */
  public static OptimizeOptions defaults() {
    return new OptimizeOptions(
        DEFAULT_TARGET,
        (long) (DEFAULT_TARGET * SMALL_SHARE),
        DEFAULT_DELETED_SHARE,
        DEFAULT_BYTES_PER_COMMIT,
        "",
        false);
  }

  /** With files of this size; those below three quarters of it count as small. */
  public OptimizeOptions withTargetFileSize(long bytes) {
    return new OptimizeOptions(
        bytes, (long) (bytes * SMALL_SHARE), maxDeletedShare, bytesPerCommit, where, ownedFiles);
  }

  public OptimizeOptions withMaxDeletedShare(double share) {
    return new OptimizeOptions(
        targetFileSize, minFileSize, share, bytesPerCommit, where, ownedFiles);
  }

  public OptimizeOptions withBytesPerCommit(long bytes) {
    return new OptimizeOptions(
        targetFileSize, minFileSize, maxDeletedShare, bytes, where, ownedFiles);
  }

  public OptimizeOptions withWhere(String condition) {
    return new OptimizeOptions(
        targetFileSize, minFileSize, maxDeletedShare, bytesPerCommit, condition, ownedFiles);
  }

  public OptimizeOptions withOwnedFiles(boolean rewrite) {
    return new OptimizeOptions(
        targetFileSize, minFileSize, maxDeletedShare, bytesPerCommit, where, rewrite);
  }
}
