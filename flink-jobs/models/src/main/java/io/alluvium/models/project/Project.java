package io.alluvium.models.project;

import io.alluvium.definitions.DefinitionValue;
import java.nio.file.Path;
import java.util.List;

/**
 * A dbt project as it was read: everything checked that can be checked file by file.
 *
 * @param models those that are enabled, by name
 * @param singularTests SQL files below the folders of tests
 */
public record Project(
    Path folder,
    ProjectSettings settings,
    List<Model> models,
    List<SourceTable> sources,
    List<Seed> seeds,
    List<MacroFile> macros,
    List<DefinitionValue> unitTests,
    List<DefinitionValue> exposures,
    List<SourceFile> singularTests) {}
