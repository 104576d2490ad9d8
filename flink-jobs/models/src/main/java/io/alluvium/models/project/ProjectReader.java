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
import java.util.stream.Stream;

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
        Stream.concat(
                files.below(settings.macroPaths(), ".sql").stream(),
                files.below(settings.testPaths(), ".sql").stream().filter(ProjectReader::isGeneric))
            .map(file -> new MacroFile(file.name(), TestBlocks.asMacros(unix(file.text()))))
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
    paths.addAll(settings.snapshotPaths());
    paths.addAll(settings.testPaths());
    files.below(paths, ".yml", ".yaml").forEach(file -> properties.read(file, environment));
    FolderConfig folders = new FolderConfig(settings.name(), settings.models(), yaml);
    SnapshotReader snapshots =
        new SnapshotReader(
            properties, new FolderConfig(settings.name(), settings.snapshots(), yaml), jinja);
    List<Model> models = models(settings, properties, folders, jinja, snapshots);
    List<Seed> seeds =
        seeds(settings, properties, new FolderConfig(settings.name(), settings.seeds(), yaml));
    return new Project(
        folder,
        settings,
        models,
        properties.sources(),
        seeds,
        macros,
        properties.unitTests(),
        properties.exposures(),
        files.below(settings.testPaths(), ".sql").stream()
            .filter(file -> !isGeneric(file))
            .toList());
  }

  /** Whether a file of the tests' folder has kinds of tests, and not a test. */
  private static boolean isGeneric(SourceFile file) {
    return file.folders().contains("generic");
  }

  /** What renders the project's templates. */
  public JinjaRenderer renderer(ProjectSettings settings, List<MacroFile> macros) {
    return renderer(settings, macros, Map.of(), Map.of());
  }

  /** As above, with other variables in place of some of the project's and the environment's. */
  public JinjaRenderer renderer(
      ProjectSettings settings,
      List<MacroFile> macros,
      Map<String, Object> otherVars,
      Map<String, String> otherEnvironment) {
    Map<String, Object> vars = new LinkedHashMap<>(settings.vars());
    vars.putAll(extraVars);
    vars.putAll(otherVars);
    Map<String, String> variables = new LinkedHashMap<>(environment);
    variables.putAll(otherEnvironment);
    Map<String, String> texts = new LinkedHashMap<>();
    macros.forEach(macro -> texts.put(macro.name(), macro.text()));
    return new JinjaRenderer(
        new JinjaVariables(vars, variables),
        texts,
        Map.of("name", target, "target_name", target, "schema", "default", "type", "flink"));
  }

  private List<Model> models(
      ProjectSettings settings,
      PropertiesFiles properties,
      FolderConfig folders,
      JinjaRenderer jinja,
      SnapshotReader snapshots) {
    Map<String, Model> models = new LinkedHashMap<>();
    Set<String> described = new LinkedHashSet<>(properties.models().keySet());
    for (SourceFile file : files.below(settings.modelPaths(), ".sql")) {
      Model model = model(file, properties, folders, jinja);
      addOnce(models, model);
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
    snapshots
        .read(files.below(settings.snapshotPaths(), ".sql"))
        .forEach(snapshot -> addOnce(models, snapshot));
    return models.values().stream().filter(model -> model.config().enabled()).toList();
  }

  private static void addOnce(Map<String, Model> models, Model model) {
    Model former = models.put(model.name(), model);
    if (former != null) {
      throw model
          .origin()
          .error(
              "there is a model '"
                  + model.name()
                  + "' already, in "
                  + former.file()
                  + "; rename one of them (their tables can have one name by alias)");
    }
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

  private List<Seed> seeds(
      ProjectSettings settings, PropertiesFiles properties, FolderConfig folders) {
    List<Seed> seeds = new ArrayList<>();
    Set<String> described = new LinkedHashSet<>(properties.seeds().keySet());
    for (SourceFile file : files.below(settings.seedPaths(), ".csv")) {
      Properties own = properties.seeds().getOrDefault(file.stem(), Properties.none(file.stem()));
      ConfigSettings config = folders.of(file.folders(), file.stem());
      config.putAll(own.config());
      seeds.add(new Seed(file.stem(), file.name(), new ModelConfig(config), own));
      described.remove(file.stem());
    }
    for (String name : described) {
      throw properties
          .seeds()
          .get(name)
          .definition()
          .orElseThrow()
          .error(
              "there is no seed '"
                  + name
                  + "'"
                  + Similar.hint(name, seeds.stream().map(Seed::name).toList()));
    }
    folders.requireAllUsed();
    return seeds.stream().filter(seed -> seed.config().enabled()).toList();
  }

  private static String unix(String text) {
    return text.replace("\r\n", "\n");
  }
}
