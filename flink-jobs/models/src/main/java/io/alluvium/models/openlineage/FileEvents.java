package io.alluvium.models.openlineage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Adds events to a file, a line each. */
final class FileEvents implements EventSink {
  private static final Logger LOG = LoggerFactory.getLogger(FileEvents.class);

  private final Path file;

  FileEvents(Path file) {
    this.file = file.toAbsolutePath();
  }

  @Override
  public void send(String event) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, event + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      LOG.warn("An OpenLineage event cannot be written to {}", file, e);
    }
  }
}
