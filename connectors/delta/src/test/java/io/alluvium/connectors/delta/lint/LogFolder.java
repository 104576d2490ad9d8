package io.alluvium.connectors.delta.lint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files of a table's {@code _delta_log}. */
final class LogFolder {
  static final String NAME = "_delta_log";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern COMMIT = Pattern.compile("(\\d{20})\\.json");
  private static final Pattern CHECKPOINT =
      Pattern.compile("(\\d{20})\\.checkpoint\\.(?:[^.]+\\.)*(?:parquet|json)");
  private static final int VERSION_DIGITS = 20;

  private final Path folder;

  LogFolder(Path table) {
    this.folder = table.resolve(NAME);
  }

  Path folder() {
    return folder;
  }

  List<Long> commitVersions() throws IOException {
    return List.copyOf(byVersion(COMMIT).keySet());
  }

  /** The files of all checkpoints, by version; a version may have several. */
  TreeMap<Long, List<Path>> checkpoints() throws IOException {
    return byVersion(CHECKPOINT);
  }

  private TreeMap<Long, List<Path>> byVersion(Pattern pattern) throws IOException {
    TreeMap<Long, List<Path>> found = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : (Iterable<Path>) files.sorted()::iterator) {
        Matcher matcher = pattern.matcher(file.getFileName().toString());
        if (matcher.matches()) {
          found
              .computeIfAbsent(Long.parseLong(matcher.group(1)), version -> new ArrayList<>())
              .add(file);
        }
      }
    }
    return found;
  }

  Commit read(long version, Findings findings) throws IOException {
    List<JsonNode> actions = new ArrayList<>();
    int number = 0;
    for (String line : Files.readAllLines(file(version, "json"))) {
      number++;
      if (line.isBlank()) {
        continue;
      }
      try {
        actions.add(JSON.readTree(line));
      } catch (JsonProcessingException e) {
        findings.add(version, "json", "line " + number + " is no JSON: " + e.getOriginalMessage());
      }
    }
    return new Commit(version, actions);
  }

  Path file(long version, String extension) {
    String digits = Long.toString(version);
    return folder.resolve("0".repeat(VERSION_DIGITS - digits.length()) + digits + "." + extension);
  }
}
