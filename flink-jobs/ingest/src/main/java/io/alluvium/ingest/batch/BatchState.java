package io.alluvium.ingest.batch;

import java.util.List;
import javax.annotation.Nullable;

/**
 * State of the enumerator.
 *
 * @param found what the discovery remembers; null before the first look
 * @param ended whether nothing more is to be found
 * @param pending splits that no reader was given
 */
record BatchState<S>(@Nullable S found, boolean ended, List<WorkSplit> pending) {}
