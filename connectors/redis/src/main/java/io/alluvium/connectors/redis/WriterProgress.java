package io.alluvium.connectors.redis;

/**
 * What the store knows of a writer's checkpoints. A store that knows of fewer than the job's state
 * does has lost writes: it was emptied, or a replica took over that had not had them.
 *
 * @param epoch of the writer
 * @param checkpoints that it has told the store
 */
record WriterProgress(long epoch, long checkpoints) {}
