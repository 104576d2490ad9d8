package io.alluvium.models.project;

import io.alluvium.definitions.Similar;
import io.alluvium.models.ModelException;
import io.alluvium.models.jinja.JinjaRenderer;
import io.alluvium.models.jinja.JinjaVariables;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads a project's folder. */
public final class ProjectReader {
  private final Path folder;
  private final ProjectFiles files;
  private final Map<String, String> environment;
  private final Map<String, Object> extraVars;
  private final String target;

  /**
   * @param environment what {@code env_var()} and <code>${NAME}</code> see
   * @param extraVars what {@code var()} sees above the project's own
   * @param target the name of {@code target}
   */
  public ProjectReader(
      Path folder, Map<String, String> environment, Map<String, Object> extraVars, String target) {
    this.folder = folder;
    this.files = new ProjectFiles(folder);
    this.environment = environment;
    this.extraVars = extraVars;
    this.target = target;
  }

  /**
   * @throws ModelException or {@link io.alluvium.definitions.DefinitionException} of the first
   *     mistake, with its file and line
   */
  public Project read() {
    ProjectSettings settings = ProjectSettings.read(folder, environment);
    List<MacroFile> macros =
        files.below(settings.macroPaths(), ".sql").stream()
            .map(file -> new MacroFile(file.name(), unix(file.text())))
            .toList();
    JinjaRenderer jinja = renderer(settings, macros);
    YamlJinja yaml =
        new YamlJinja(
            (text, origin) ->
                renderer(settings, List.of())
                    .render(origin.place(), text, new YamlScope(origin))
                    .text());
    PropertiesFiles properties = new PropertiesFiles(yaml);
    List<String> paths = new ArrayList<>(settings.modelPaths());
    paths.addAll(settings.seedPaths());
    paths.addAll(settings.testPaths());
    files.below(paths, ".yml", ".yaml").forEach(file -> properties.read(file, environment));
    FolderConfig folders = new FolderConfig(settings.name(), settings.models(), yaml);
    List<Model> models = models(settings, properties, folders, jinja);
    List<Seed> seeds = seeds(settings, properties);
    return new Project(
        folder,
        settings,
        models,
        properties.sources(),
        seeds,
        macros,
        properties.unitTests(),
        properties.exposures(),
        files.below(settings.testPaths(), ".sql"));
  }

  /** What renders the project's templates. */
  public JinjaRenderer renderer(ProjectSettings settings, List<MacroFile> macros) {
    Map<String, Object> vars = new LinkedHashMap<>(settings.vars());
    vars.putAll(extraVars);
    Map<String, String> texts = new LinkedHashMap<>();
    macros.forEach(macro -> texts.put(macro.name(), macro.text()));
    return new JinjaRenderer(
        new JinjaVariables(vars, environment),
        texts,
        Map.of("name", target, "target_name", target, "schema", "default", "type", "flink"));
  }

  private List<Model> models(
      ProjectSettings settings,
      PropertiesFiles properties,
      FolderConfig folders,
      JinjaRenderer jinja) {
    Map<String, Model> models = new LinkedHashMap<>();
    Set<String> described = new LinkedHashSet<>(properties.models().keySet());
    for (SourceFile file : files.below(settings.modelPaths(), ".sql")) {
      Model model = model(file, properties, folders, jinja);
      Model former = models.put(model.name(), model);
      if (former != null) {
        throw new ModelException(
            file.name()
                + ", line 1: there is a model '"
                + model.name()
                + "' already, in "
                + former.file()
                + "; rename one of them (their tables can have one name by alias)");
      }
      described.remove(model.name());
    }
    for (String name : described) {
      throw properties
          .models()
          .get(name)
          .definition()
          .orElseThrow()
          .error("there is no model '" + name + "'" + Similar.hint(name, models.keySet()));
    }
    folders.requireAllUsed();
    return models.values().stream().filter(model -> model.config().enabled()).toList();
  }

  private static Model model(
      SourceFile file, PropertiesFiles files, FolderConfig folders, JinjaRenderer jinja) {
    String text = unix(file.text());
    Properties properties = files.models().getOrDefault(file.stem(), Properties.none(file.stem()));
    ConfigSettings settings = folders.of(file.folders(), file.stem());
    settings.putAll(properties.config());
    ParseScope scope = new ParseScope(file.name());
    jinja.render(file.name(), text, scope);
    settings.putAll(scope.settings());
    ModelConfig config = new ModelConfig(settings);
    if (config.enabled()) {
      config.materialization();
    }
    return new Model(
        file.stem(), file.name(), file.folders(), text, config, properties, scope.references());
  }

  private List<Seed> seeds(ProjectSettings settings, PropertiesFiles properties) {
    List<Seed> seeds = new ArrayList<>();
    for (SourceFile file : files.below(settings.seedPaths(), ".csv")) {
      Properties own = properties.seeds().getOrDefault(file.stem(), Properties.none(file.stem()));
      seeds.add(new Seed(file.stem(), file.name(), new ModelConfig(own.config()), own));
    }
    return seeds;
  }

  private static String unix(String text) {
    return text.replace("\r\n", "\n");
  }
}
