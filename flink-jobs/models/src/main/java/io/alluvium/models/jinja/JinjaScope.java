package io.alluvium.models.jinja;

import java.util.Map;
import java.util.Optional;

/** What a template is rendered for. Lines are those of the template. */
public interface JinjaScope {
  /** {@code ref(name)}. */
  Relation ref(String name, int line);

  /** {@code source(source, name)}. */
  Relation source(String source, String name, int line);

  /** {@code config(...)}, by key. */
  void config(Map<String, Object> settings, int line);

  /** {@code this}; empty where it has no meaning. */
  Optional<Relation> self();

  /** {@code execute}: whether the text is to run, and not only to be known. */
  boolean executes();
}
