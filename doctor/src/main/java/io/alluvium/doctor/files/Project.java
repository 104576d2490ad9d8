package io.alluvium.doctor.files;

import io.alluvium.doctor.DoctorException;
import io.alluvium.doctor.files.Document.Kind;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The files of a configuration. */
public final class Project {
  private static final Set<String> NOT_LOOKED_INTO =
      Set.of("target", "node_modules", "test", "templates");
  private static final long MAX_BYTES = 4 << 20;

  private final List<Document> documents = new ArrayList<>();
  private final List<SqlFile> sql = new ArrayList<>();
  private final Map<String, List<String>> lines = new HashMap<>();

  private Project() {}

  /**
   * Reads files, and what is in folders at any depth: SQL and YAML. In folders, those of builds and
   * tests, Helm's templates and hidden ones are left out.
   *
   * @throws DoctorException where one cannot be read
   */
  public static Project read(Collection<Path> paths) {
    Project project = new Project();
    Set<Path> files = new TreeSet<>();
    for (Path path : paths) {
      if (Files.isDirectory(path)) {
        files.addAll(within(path));
      } else if (!Files.exists(path)) {
        throw new DoctorException("There is no file or folder " + path + ". Check the path.");
      } else if (isLookedAt(path)) {
        files.add(path);
      } else {
        throw new DoctorException(
            path + " is neither SQL nor YAML by its name: .sql, .yaml or .yml.");
      }
    }
    files.forEach(project::add);
    return project;
  }

  private static List<Path> within(Path folder) {
    List<Path> files = new ArrayList<>();
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path one, BasicFileAttributes attributes) {
              String name = one.getFileName() == null ? "" : one.getFileName().toString();
              boolean isHidden = name.startsWith(".") && name.length() > 2;
              boolean isLeftOut = isHidden || NOT_LOOKED_INTO.contains(name);
              return isLeftOut && !one.equals(folder)
                  ? FileVisitResult.SKIP_SUBTREE
                  : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              if (isLookedAt(file)) {
                files.add(file);
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new DoctorException(folder + " cannot be read: " + e.getMessage(), e);
    }
    return files;
  }

  private static boolean isLookedAt(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".sql") || name.endsWith(".yaml") || name.endsWith(".yml");
  }

  private void add(Path file) {
    String name = file.toString();
    String text;
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new DoctorException(name + " has more than 4 MiB; that is no configuration");
      }
      text = Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new DoctorException(name + " is not text in UTF-8. Save it so.", e);
    } catch (IOException e) {
      throw new DoctorException(name + " cannot be read: " + e.getMessage(), e);
    }
    lines.put(name, text.lines().toList());
    if (name.endsWith(".sql")) {
      sql.add(SqlFile.of(name, text));
    } else {
      YamlDocuments.read(name, text).forEach(root -> documents.add(Document.of(name, root)));
    }
  }

  public int files() {
    return lines.size();
  }

  public List<SqlFile> sql() {
    return List.copyOf(sql);
  }

  public List<Document> documents() {
    return List.copyOf(documents);
  }

  public List<Document> of(Kind kind) {
    return documents.stream().filter(document -> document.kind() == kind).toList();
  }

  /** Flink's settings, wherever they are. */
  public List<Settings> settings() {
    List<Settings> all = new ArrayList<>();
    for (Document document : documents) {
      YamlValue root = document.root();
      switch (document.kind()) {
        case FLINK_CONFIGURATION -> {
          Map<String, YamlValue> values = root.flattened();
          YamlValue availability = values.get("high-availability.type");
          boolean onKubernetes = availability != null && availability.text().equals("kubernetes");
          all.add(new Settings(document.file(), root.line(), values, true, onKubernetes));
        }
        case FLINK_DEPLOYMENT ->
            root.at("spec", "flinkConfiguration")
                .ifPresent(value -> all.add(within(document, value, true)));
        case HELM_VALUES ->
            root.at("flinkConfiguration")
                .ifPresent(value -> all.add(within(document, value, false)));
        default -> {
          // Has none.
        }
      }
    }
    return all;
  }

  private static Settings within(Document document, YamlValue value, boolean complete) {
    return new Settings(document.file(), value.line(), value.flattened(), complete, true);
  }

  /** Whether a comment on the line, or on the one above, silences a rule. */
  public boolean isIgnored(String file, int line, String rule) {
    List<String> all = lines.getOrDefault(file, List.of());
    for (int at = line; at >= line - 1 && at >= 1; at--) {
      if (at <= all.size() && all.get(at - 1).matches(".*doctor:ignore " + rule + "\\b(?!-).*")) {
        return true;
      }
    }
    return false;
  }
}
