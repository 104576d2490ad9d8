package io.alluvium.definitions;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A YAML file of the user's, checked against a JSON schema.
 *
 * <p>In its texts {@code ${NAME}} stands for an environment variable, {@code ${NAME:-default}} for
 * one that may be absent, and {@code ${file:path}} for what a file holds (a relative path is as
 * seen from the definition's folder). {@code $${} stands for a literal {@code ${}.
 */
public final class Definition {
  private static final long MAX_BYTES = 4 << 20;

  private final String file;
  private final YamlTree.Result tree;

  private Definition(String file, YamlTree.Result tree) {
    this.file = file;
    this.tree = tree;
  }

  /**
   * Reads a file.
   *
   * @throws DefinitionException where it cannot be read, is no YAML, or does not fit the schema
   */
  public static Definition read(
      Path file, DefinitionSchema schema, Map<String, String> environment) {
    Path folder = file.toAbsolutePath().getParent();
    return parse(file.toString(), text(file), schema, new Variables(environment, folder));
  }

  /**
   * As {@link #read}, of a text.
   *
   * @param file its name in messages
   */
  public static Definition parse(
      String file, String yaml, DefinitionSchema schema, Map<String, String> environment) {
    return parse(file, yaml, schema, new Variables(environment, Path.of("").toAbsolutePath()));
  }

  private static Definition parse(
      String file, String yaml, DefinitionSchema schema, Variables variables) {
    Definition definition = new Definition(file, YamlTree.read(file, yaml, variables));
    schema.check(definition.root());
    return definition;
  }

  private static String text(Path file) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new DefinitionException(file + " has more than 4 MiB; that is no definition");
      }
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      throw new DefinitionException("There is no file " + file + ". Check the path.", e);
    } catch (CharacterCodingException e) {
      throw new DefinitionException(file + " is not text in UTF-8. Save it so.", e);
    } catch (IOException e) {
      throw new DefinitionException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  public DefinitionValue root() {
    return new DefinitionValue(this, tree.root(), "");
  }

  /** As it was given; for messages. */
  public String file() {
    return file;
  }

  boolean isExpanded(String pointer) {
    return tree.expanded().contains(pointer);
  }

  List<String> emptyFields(String pointer) {
    return tree.empty().getOrDefault(pointer, List.of());
  }

  DefinitionException error(String pointer, String problem) {
    String name = Pointers.name(pointer);
    return new DefinitionException(
        place(pointer) + ": " + (name.isEmpty() ? "" : name + ": ") + problem);
  }

  String place(String pointer) {
    String known = pointer;
    while (!known.isEmpty() && !tree.lines().containsKey(known)) {
      known = known.substring(0, known.lastIndexOf('/'));
    }
    return file + ", line " + tree.lines().getOrDefault(known, 1);
  }
}
