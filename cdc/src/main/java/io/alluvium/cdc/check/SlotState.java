package io.alluvium.cdc.check;

/**
 * How far the server holds its log for a pipeline.
 *
 * @param position up to which the pipeline has everything in the lake; empty where unknown
 * @param lagBytes of log behind that position; -1 where unknown
 * @param active whether a job reads it just now
 * @param lost whether the server has given up what the pipeline still needs
 */
public record SlotState(
    String name, String position, long lagBytes, boolean active, boolean lost) {}
