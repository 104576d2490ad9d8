package io.alluvium.models;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Reads models from a folder. */
final class ModelFolder {
  private static final String SUFFIX = ".sql";

  private final Path folder;

  ModelFolder(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new ModelException(
          folder + " is not a folder; option models.path must name the folder of the models.");
    }
    this.folder = folder;
  }

  /** The models of the group, in the order in which they can be run. */
  List<Model> models(ModelGroup group) {
    List<Model> models = new ArrayList<>();
    group.tableFolders().forEach(name -> read(name, SqlStatement::isCreateTable, models));
    group.folders().forEach(name -> read(name, statement -> true, models));
    if (models.isEmpty()) {
      throw new ModelException(
          "There is no model in " + folder + " for the job '" + group + "' " + group.folders());
    }
    return ModelOrder.of(models);
  }

  /** What is to run before all models. */
  List<SqlStatement> init() {
    return statements(folder.resolveSibling("client").resolve("init.sql"));
  }

  private void read(String name, Predicate<SqlStatement> wanted, List<Model> models) {
    Path path = folder.resolve(name);
    if (!Files.isDirectory(path)) {
      return;
    }
    try (Stream<Path> files = Files.walk(path)) {
      files
          .filter(file -> file.toString().endsWith(SUFFIX))
          .sorted()
          .forEach(
              file ->
                  models.add(
                      new Model(shown(file), statements(file).stream().filter(wanted).toList())));
    } catch (IOException e) {
      throw new ModelException(path + " cannot be read: " + e.getMessage(), e);
    }
  }

  private List<SqlStatement> statements(Path file) {
    try {
      return SqlScript.statements(shown(file), Files.readString(file));
    } catch (IOException e) {
      throw new ModelException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private String shown(Path file) {
    Path parent = folder.toAbsolutePath().getParent();
    return parent.relativize(file.toAbsolutePath()).toString();
  }
}
