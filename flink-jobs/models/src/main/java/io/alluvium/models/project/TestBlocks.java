package io.alluvium.models.project;

import java.util.regex.Pattern;

/**
 * Data tests of a project's own, {@code {% test name(model, ...) %}}, which the templates' language
 * does not know, as macros, which it does. Their names begin with {@link #PREFIX} then, as in dbt.
 */
public final class TestBlocks {
  public static final String PREFIX = "test_";

  private static final Pattern BEGIN = Pattern.compile("\\{%(-?)\\s*test\\s+(\\w+)\\s*\\(");
  private static final Pattern END = Pattern.compile("\\{%(-?)\\s*endtest\\s*(-?)%}");

  private TestBlocks() {}

  /** The lines stay. */
  static String asMacros(String text) {
    String begun = BEGIN.matcher(text).replaceAll("{%$1 macro " + PREFIX + "$2(");
    return END.matcher(begun).replaceAll("{%$1 endmacro $2%}");
  }
}
