package io.alluvium.cli.table;

import io.alluvium.connectors.delta.catalog.LakeTables;
import io.alluvium.demo.DemoHome;
import java.nio.file.Path;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** Where the tables are that a command names. */
public final class TableLocation {
  /** A scheme of one letter would be a drive. */
  private static final Pattern URI = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]+:/.*");

  @Option(
      names = "--home",
      paramLabel = "DIR",
      defaultValue = DemoHome.DEFAULT,
      description = "The demo's home, whose lake holds the tables. Default: ${DEFAULT-VALUE}")
  private Path home;

  @Option(
      names = "--lake",
      paramLabel = "PATH",
      description = "Another lake: the folder or URI that holds the layers.")
  private String lake;

  /** The folder of a table that is there. */
  public String existing(String table) {
    return isPath(table) ? absolute(table) : lakeTables().existing(table);
  }

  /** The folder of a table that need not be there yet. */
  String newPath(String table) {
    return isPath(table) ? absolute(table) : lakeTables().newPath(table);
  }

  private LakeTables lakeTables() {
    return LakeTables.of(
        lake == null
            ? DemoHome.lakeOf(home.toAbsolutePath().normalize()).toUri().toString()
            : absolute(lake));
  }

  private static boolean isPath(String table) {
    return table.contains("/");
  }

  private static String absolute(String path) {
    return URI.matcher(path).matches()
        ? path
        : Path.of(path).toAbsolutePath().normalize().toString();
  }
}
