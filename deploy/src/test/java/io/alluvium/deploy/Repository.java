package io.alluvium.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where things are in the checkout, and what the build says. */
final class Repository {
  static final Path ROOT = Path.of("..");
  static final Path CHART = Path.of("helm/alluvium");
  static final Path DOCKERFILE = Path.of("image/Dockerfile");

  private Repository() {}

  static String version() throws IOException {
    return first(ROOT.resolve("pom.xml"), "<version>([^<]+)</version>");
  }

  static String property(String name) throws IOException {
    return first(
        ROOT.resolve("pom.xml"), "<" + Pattern.quote(name) + ">([^<]+)</" + Pattern.quote(name));
  }

  static String first(Path file, String pattern) throws IOException {
    Matcher matcher = Pattern.compile(pattern).matcher(Files.readString(file));
    if (!matcher.find()) {
      throw new AssertionError(file + " has no " + pattern);
    }
    return matcher.group(1);
  }
}
