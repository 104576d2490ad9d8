package io.alluvium.models.compile;

import java.util.regex.Pattern;

/** Keeps passwords within addresses out of files. */
public final class Passwords {
  private static final Pattern PASSWORD = Pattern.compile("(://[^:/@'\"\\s]*:)[^@/'\"\\s]+@");

  private Passwords() {}

  public static String masked(String text) {
    return PASSWORD.matcher(text).replaceAll("$1******@");
  }
}
