package io.alluvium.models.openlineage;

import java.net.URI;
import java.nio.file.Path;

/** Where events go. */
public interface EventSink {
  /** Takes an event. An event that cannot be kept is logged: a job does not fail for it. */
  void send(String event);

  /**
   * @param target the URL of an endpoint, or a file, to which lines are added
   */
  static EventSink of(String target) {
    return target.startsWith("http://") || target.startsWith("https://")
        ? new HttpEvents(URI.create(target))
        : new FileEvents(Path.of(target));
  }
}
