package io.alluvium.connectors.snowflake;

import java.util.List;
import javax.annotation.Nullable;

/**
 * Changes that are applied together or not at all.
 *
 * @param id of this batch and no other: a batch of a job that was restored from the same state has
 *     another
 * @param epoch of the changes; a later batch has a greater one
 * @param rows of the file
 * @param file gzipped CSV; empty where all rows were left out
 * @param lines what the file's lines are of; null where a release wrote it that did not know
 */
record Batch(
    String id,
    long epoch,
    long rows,
    byte[] file,
    List<DeadLetter> deadLetters,
    @Nullable LineLayout lines) {}
