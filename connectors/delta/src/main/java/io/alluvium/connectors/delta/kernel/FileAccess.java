package io.alluvium.connectors.delta.kernel;

import java.io.IOException;
import org.apache.flink.annotation.Internal;

/** Is told of accesses to a table's local files before they happen, and may make them fail. */
@Internal
@FunctionalInterface
public interface FileAccess {

  /** What is about to happen. */
  enum Kind {
    LIST,
    READ,
    /** A file is begun that nobody sees yet. */
    WRITE,
    /** A file that is complete is about to get its name. */
    PUBLISH,
    /** It has its name; what fails now fails too late. */
    PUBLISHED
  }

  /** Lets everything happen. */
  FileAccess FREE = (kind, path) -> {};

  void before(Kind kind, String path) throws IOException;
}
