package io.alluvium.models.jinja;

import java.util.Map;

/** What {@code var()} and {@code env_var()} give. */
public record JinjaVariables(Map<String, Object> vars, Map<String, String> environment) {

  Object var(String name, boolean hasDefault, Object standard) {
    if (vars.containsKey(name)) {
      return vars.get(name);
    } else if (hasDefault) {
      return standard;
    }
    throw new JinjaProblem(
        "there is no variable '"
            + name
            + "': add it to vars in dbt_project.yml, give --vars, or write var('"
            + name
            + "', default)");
  }

  String environment(String name, boolean hasDefault, String standard) {
    String value = environment.get(name);
    if (value != null) {
      return value;
    } else if (hasDefault) {
      return standard;
    }
    throw new JinjaProblem(
        "the environment variable "
            + name
            + " is not set; set it, or write env_var('"
            + name
            + "', default)");
  }
}
