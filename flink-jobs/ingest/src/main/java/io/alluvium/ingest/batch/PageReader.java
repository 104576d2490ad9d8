package io.alluvium.ingest.batch;

import java.io.Closeable;
import java.io.IOException;
import javax.annotation.Nullable;

/** Reads splits; used by one thread, for one split at a time. */
public interface PageReader extends Closeable {

  /** Begins, or goes on, with a split. */
  Pages open(WorkSplit split) throws Exception;

  @Override
  default void close() throws IOException {}

  /** What is left of a split. */
  interface Pages extends Closeable {
    /**
     * Null at the split's end. May block for a while; an interrupt ends it.
     *
     * @throws Exception makes the job go on from its last checkpoint
     */
    @Nullable
    Page next() throws Exception;

    @Override
    default void close() throws IOException {}
  }
}
