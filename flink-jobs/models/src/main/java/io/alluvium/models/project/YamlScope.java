package io.alluvium.models.project;

import io.alluvium.models.jinja.JinjaScope;
import io.alluvium.models.jinja.Relation;
import java.util.Map;
import java.util.Optional;

/** What Jinja in YAML may use: variables alone. */
record YamlScope(Origin origin) implements JinjaScope {
  @Override
  public Relation ref(String name, int line) {
    throw origin.error("ref() has no meaning here; YAML may use var() and env_var()");
  }

  @Override
  public Relation source(String source, String name, int line) {
    throw origin.error("source() has no meaning here; YAML may use var() and env_var()");
  }

  @Override
  public void config(Map<String, Object> settings, int line) {
    throw origin.error("config() has no meaning here; YAML may use var() and env_var()");
  }

  @Override
  public Optional<Relation> self() {
    return Optional.empty();
  }

  @Override
  public boolean executes() {
    return false;
  }
}
