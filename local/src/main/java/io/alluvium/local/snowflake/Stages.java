package io.alluvium.local.snowflake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Internal stages, as folders that the driver writes to itself. */
final class Stages {
  private static final Pattern PUT =
      Pattern.compile(
          "(?is)\\s*put\\s+'?file://(\\S+?)'?\\s+'?@(\\S+?)'?((?:\\s+\\w+\\s*=\\s*\\w+)*)\\s*;?\\s*");

  private final Path root;

  Stages(Path root) {
    this.root = root;
  }

  static boolean isPut(String sql) {
    return sql.stripLeading().regionMatches(true, 0, "put ", 0, 4);
  }

  /** Where the driver is to copy what file to. */
  record Upload(String source, Path folder, boolean overwrite, boolean compress) {}

  Upload upload(String sql, DuckSession.Place place) {
    Matcher put = PUT.matcher(sql);
    if (!put.matches()) {
      throw SnowflakeError.syntax("PUT");
    }
    String options = put.group(3).toUpperCase(Locale.ROOT).replace(" ", "");
    return new Upload(
        put.group(1),
        folder(put.group(2), place),
        options.contains("OVERWRITE=TRUE"),
        !options.contains("AUTO_COMPRESS=FALSE"));
  }

  void create(String stage, DuckSession.Place place, boolean mayExist) {
    Path folder = stageFolder(stage, place);
    if (Files.exists(folder) && !mayExist) {
      throw SnowflakeError.syntax("stage " + stage + " already exists");
    }
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @param reference {@code stage/path}
   * @return the files whose path begins so
   */
  List<Path> files(String reference, DuckSession.Place place) {
    Path beginning = folder(reference, place);
    Path parent = Files.isDirectory(beginning) ? beginning : beginning.getParent();
    if (!Files.isDirectory(parent)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(parent)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> file.toString().startsWith(beginning.toString()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path folder(String reference, DuckSession.Place place) {
    String plain = reference.replace("\"", "");
    int slash = plain.indexOf('/');
    String stage = slash < 0 ? plain : plain.substring(0, slash);
    Path folder = stageFolder(stage, place);
    if (!Files.isDirectory(folder)) {
      throw SnowflakeError.missing("Stage", stage);
    }
    return slash < 0 ? folder : folder.resolve(plain.substring(slash + 1));
  }

  private Path stageFolder(String stage, DuckSession.Place place) {
    String[] parts = stage.split("\\.");
    String name = parts[parts.length - 1];
    String schema = parts.length > 1 ? parts[parts.length - 2] : place.schema();
    String database = parts.length > 2 ? parts[0] : place.database();
    return root.resolve(database).resolve(schema).resolve(name);
  }
}
