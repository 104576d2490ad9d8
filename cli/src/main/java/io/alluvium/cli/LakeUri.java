package io.alluvium.cli;

import java.nio.file.Path;
import java.util.regex.Pattern;

/** A lake as users name it, by a URI or a local folder. */
public final class LakeUri {
  /** A scheme of one letter would be a drive. */
  private static final Pattern URI = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]+:/.*");

  private LakeUri() {}

  /** The URI; of a folder that need not be there. */
  public static String of(String lake) {
    return URI.matcher(lake).matches()
        ? lake
        : Path.of(lake).toAbsolutePath().normalize().toUri().toString();
  }
}
