package io.alluvium.ingest.folder;

import io.alluvium.definitions.DefinitionValue;
import io.alluvium.ingest.batch.InletDefinition;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.apache.flink.core.fs.Path;

/** Reads what definitions say of a folder, under {@code source}. */
public final class FolderDefinition {
  private static final Duration LIST_EVERY = Duration.ofSeconds(2);
  private static final Duration REMEMBER = Duration.ofDays(7);

  private FolderDefinition() {}

  public static FolderSettings read(InletDefinition definition) {
    DefinitionValue source = definition.root().required("source");
    Optional<Duration> interval = definition.interval();
    return new FolderSettings(
        folder(source.required("folder")),
        source.get("include").map(FolderDefinition::glob).orElse(null),
        source.get("ready").map(FolderDefinition::ready).orElse(new ReadyRule.Stable()),
        source.get("remember").map(DefinitionValue::duration).orElse(REMEMBER),
        source
            .get("replaced")
            .map(value -> FolderSettings.Replaced.valueOf(value.text().toUpperCase(Locale.ROOT)))
            .orElse(FolderSettings.Replaced.READ),
        source
            .get("list-every")
            .map(DefinitionValue::duration)
            .or(() -> interval)
            .orElse(LIST_EVERY),
        interval.isEmpty());
  }

  private static String folder(DefinitionValue value) {
    String text = value.text();
    try {
      Path path = new Path(text);
      if (path.toUri().getScheme() == null) {
        path = new Path(java.nio.file.Path.of(text).toAbsolutePath().normalize().toUri());
      }
      String folder = path.makeQualified(path.getFileSystem()).toString();
      return folder.length() > 1 && folder.endsWith("/")
          ? folder.substring(0, folder.length() - 1)
          : folder;
    } catch (IOException | IllegalArgumentException e) {
      throw value.error("is no path that can be read here: " + e.getMessage());
    }
  }

  private static String glob(DefinitionValue value) {
    try {
      FileSystems.getDefault().getPathMatcher("glob:" + value.text());
      return value.text();
    } catch (IllegalArgumentException e) {
      throw value.error("is no glob: " + e.getMessage());
    }
  }

  private static ReadyRule ready(DefinitionValue ready) {
    return switch (text(ready, "when", "stable")) {
      case "marker" -> new ReadyRule.Marker(text(ready, "marker", "_SUCCESS"));
      case "companion" -> new ReadyRule.Companion(text(ready, "suffix", ".done"));
      case "at-once" -> new ReadyRule.AtOnce();
      default -> new ReadyRule.Stable();
    };
  }

  private static String text(DefinitionValue parent, String field, String standard) {
    return parent.get(field).map(DefinitionValue::text).orElse(standard);
  }
}
