package io.alluvium.models.unittest;

import io.alluvium.definitions.DefinitionValue;
import io.alluvium.definitions.Similar;
import io.alluvium.models.jinja.JinjaRenderer;
import io.alluvium.models.project.MacroFile;
import io.alluvium.models.run.ModelsProject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a test sets in place of the project's own: {@code vars}, {@code env_vars}, {@code macros}.
 */
final class Overrides {
  private static final List<String> KINDS = List.of("vars", "env_vars", "macros");

  private Overrides() {}

  /** What renders the project's templates for the test. */
  static JinjaRenderer renderer(UnitTest test, ModelsProject project) {
    Map<String, DefinitionValue> overrides =
        test.definition().get("overrides").map(DefinitionValue::fields).orElse(Map.of());
    Map<String, Object> vars = new LinkedHashMap<>();
    Map<String, String> environment = new LinkedHashMap<>();
    List<MacroFile> macros = new ArrayList<>();
    overrides.forEach(
        (kind, given) -> {
          switch (kind) {
            case "vars" -> given.fields().forEach((name, value) -> vars.put(name, value.plain()));
            case "env_vars" ->
                given.fields().forEach((name, value) -> environment.put(name, value.text()));
            case "macros" ->
                given.fields().forEach((name, value) -> macros.add(macro(name, value)));
            default -> throw given.error("there is no such override" + Similar.hint(kind, KINDS));
          }
        });
    return project.renderer(vars, environment, macros);
  }

  /** One that gives a text and takes any arguments; nothing stands for false. */
  private static MacroFile macro(String name, DefinitionValue value) {
    if (!name.matches("\\w+")) {
      throw value.error("must be the name of a macro of this project");
    }
    String text = value.text();
    String body = text.equals("false") ? "" : "{% raw %}" + text + "{% endraw %}";
    return new MacroFile(
        value.place() + " (" + name + ")", "{% macro " + name + "() %}" + body + "{% endmacro %}");
  }
}
