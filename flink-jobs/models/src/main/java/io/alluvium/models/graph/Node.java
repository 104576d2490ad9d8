package io.alluvium.models.graph;

import io.alluvium.models.project.Model;
import io.alluvium.models.project.Seed;
import io.alluvium.models.project.SourceTable;
import java.util.List;

/** Something that a model can read. */
public sealed interface Node {
  /** As dbt's artifacts name it: {@code model.project.name}. */
  String id();

  String name();

  /** Where it is written, as shown to people. */
  String file();

  /** The project, folders and name, outermost first. */
  List<String> path();

  List<String> tags();

  /** dbt's name of the kind. */
  String kind();

  /** The layer in the lake. */
  String schema();

  /** The table's name in its layer. */
  String table();

  /** A model. */
  record ModelNode(String id, List<String> path, Model model) implements Node {
    @Override
    public String name() {
      return model.name();
    }

    @Override
    public String file() {
      return model.file();
    }

    @Override
    public List<String> tags() {
      return model.config().tags();
    }

    @Override
    public String kind() {
      return id.substring(0, id.indexOf('.'));
    }

    @Override
    public String schema() {
      return model.config().schema();
    }

    @Override
    public String table() {
      return model.alias();
    }
  }

  /** A table of a source. */
  record SourceNode(String id, List<String> path, SourceTable source) implements Node {
    @Override
    public String name() {
      return source.source() + "." + source.name();
    }

    @Override
    public String file() {
      return source.file();
    }

    @Override
    public List<String> tags() {
      return source.tags();
    }

    @Override
    public String kind() {
      return "source";
    }

    @Override
    public String schema() {
      return source.schema();
    }

    @Override
    public String table() {
      return source.table();
    }
  }

  /** A CSV file. */
  record SeedNode(String id, List<String> path, Seed seed) implements Node {
    @Override
    public String name() {
      return seed.name();
    }

    @Override
    public String file() {
      return seed.file();
    }

    @Override
    public List<String> tags() {
      return seed.config().tags();
    }

    @Override
    public String kind() {
      return "seed";
    }

    @Override
    public String schema() {
      return seed.config().schema();
    }

    @Override
    public String table() {
      return seed.config().alias().orElse(seed.name());
    }
  }
}
