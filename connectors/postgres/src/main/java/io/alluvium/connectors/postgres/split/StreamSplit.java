package io.alluvium.connectors.postgres.split;

import org.apache.flink.annotation.Internal;

/** The one stream of changes. */
@Internal
public record StreamSplit(StreamPosition position) implements PostgresSplit {
  public static final String ID = "stream";

  @Override
  public String splitId() {
    return ID;
  }
}
