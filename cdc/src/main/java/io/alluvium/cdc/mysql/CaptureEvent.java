package io.alluvium.cdc.mysql;

import io.alluvium.cdc.capture.TableName;
import java.util.List;
import org.apache.flink.api.connector.source.SourceEvent;

/** What coordinator and readers tell each other. */
sealed interface CaptureEvent extends SourceEvent {
  /** A reader has given all rows of a chunk. */
  record ChunkRead(int number) implements CaptureEvent {
    private static final long serialVersionUID = 1L;
  }

  /** The coordinator knows, so that the reader can forget the chunk. */
  record ChunkNoted(int number) implements CaptureEvent {
    private static final long serialVersionUID = 1L;
  }

  /**
   * A reader has the log and waits for leave to read it.
   *
   * @param created tables that came to be in what it has read
   */
  record StreamHeld(List<TableName> created) implements CaptureEvent {
    private static final long serialVersionUID = 1L;
  }

  /** All rows that come before those of the log have been committed. */
  record StreamReleased() implements CaptureEvent {
    private static final long serialVersionUID = 1L;
  }
}
