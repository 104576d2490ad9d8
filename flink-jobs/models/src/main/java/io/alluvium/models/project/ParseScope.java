package io.alluvium.models.project;

import io.alluvium.models.jinja.JinjaScope;
import io.alluvium.models.jinja.Relation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Notes what a template reads and how it is configured. */
final class ParseScope implements JinjaScope {
  private static final Relation SOME = new Relation("lake", "some", "table");

  private final String file;
  private final ConfigSettings settings = new ConfigSettings();
  private final List<Reference> references = new ArrayList<>();

  ParseScope(String file) {
    this.file = file;
  }

  @Override
  public Relation ref(String name, int line) {
    references.add(new Reference("", name, line));
    return SOME;
  }

  @Override
  public Relation source(String source, String name, int line) {
    references.add(new Reference(source, name, line));
    return SOME;
  }

  @Override
  public void config(Map<String, Object> given, int line) {
    Origin origin = Origin.of(file, line);
    given.forEach((key, value) -> settings.put(key, value, origin));
  }

  @Override
  public Optional<Relation> self() {
    return Optional.of(SOME);
  }

  @Override
  public boolean executes() {
    return false;
  }

  ConfigSettings settings() {
    return settings;
  }

  List<Reference> references() {
    return List.copyOf(references);
  }
}
