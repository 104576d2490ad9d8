package io.alluvium.connectors.delta.pages;

import java.io.IOException;
import org.apache.flink.annotation.Internal;

/** A file whose columns do not fit what is to be read of them. */
@Internal
public final class UnreadableFileException extends IOException {
  private static final long serialVersionUID = 1L;

  UnreadableFileException(String message) {
    super(message);
  }
}
