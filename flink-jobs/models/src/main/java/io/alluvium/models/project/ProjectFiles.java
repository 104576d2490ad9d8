package io.alluvium.models.project;

import io.alluvium.models.ModelException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Finds the files of a project. */
final class ProjectFiles {
  private final Path folder;

  ProjectFiles(Path folder) {
    this.folder = folder;
  }

  /** The files below the folders that end so, in the order of their names. */
  List<SourceFile> below(List<String> paths, String... endings) {
    List<SourceFile> files = new ArrayList<>();
    for (String path : paths) {
      Path root = folder.resolve(path);
      if (!Files.isDirectory(root)) {
        continue;
      }
      try (Stream<Path> found = Files.walk(root)) {
        found
            .filter(file -> Stream.of(endings).anyMatch(end -> file.toString().endsWith(end)))
            .filter(Files::isRegularFile)
            .sorted()
            .forEach(file -> files.add(read(root, file)));
      } catch (IOException e) {
        throw new ModelException(root + " cannot be read: " + e.getMessage(), e);
      }
    }
    return files;
  }

  private SourceFile read(Path root, Path file) {
    List<String> folders = new ArrayList<>();
    Path below = root.relativize(file).getParent();
    if (below != null) {
      below.forEach(part -> folders.add(part.toString()));
    }
    return new SourceFile(
        folder.relativize(file).toString().replace('\\', '/'), folders, text(file));
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new ModelException(file + " is not text in UTF-8. Save it so.", e);
    } catch (IOException e) {
      throw new ModelException(file + " cannot be read: " + e.getMessage(), e);
    }
  }
}
