package io.alluvium.models.quality;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alluvium.models.jinja.JinjaRenderer;
import io.alluvium.models.jinja.JinjaScope;
import io.alluvium.models.project.MacroFile;
import io.alluvium.models.project.TestBlocks;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Kinds of data tests that the project has itself: {@code {% test name(model, ...) %}}. */
public final class CustomTests {
  private static final Pattern MACRO =
      Pattern.compile("\\bmacro\\s+" + TestBlocks.PREFIX + "(\\w+)");

  private final Set<String> names = new TreeSet<>();
  private final JinjaRenderer jinja;

  /**
   * @param macros of the project, those of tests among them
   * @param jinja renders with them
   */
  public CustomTests(Collection<MacroFile> macros, JinjaRenderer jinja) {
    this.jinja = jinja;
    for (MacroFile file : macros) {
      Matcher matcher = MACRO.matcher(file.text());
      while (matcher.find()) {
        names.add(matcher.group(1));
      }
    }
  }

  Set<String> names() {
    return names;
  }

  /** The query of a test's failing rows. */
  Rule rule(TestCall call, JinjaScope scope) {
    DataTest test = call.test();
    StringBuilder template =
        new StringBuilder("{{ ")
            .append(TestBlocks.PREFIX)
            .append(test.kind())
            .append("(model='{rows}'");
    for (Map.Entry<String, Object> argument : test.arguments().entrySet()) {
      template
          .append(", ")
          .append(argument.getKey())
          .append("=(")
          .append(json(argument.getValue()))
          .append(')');
    }
    String query =
        jinja.render(test.origin().place(), template.append(") }}").toString(), scope).text();
    return new Rule.OfQuery(query.strip().replaceAll(";$", ""), "must give no rows");
  }

  private static String json(Object value) {
    try {
      return new ObjectMapper().writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
