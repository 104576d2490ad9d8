package io.alluvium.connectors.delta.lint;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;

/**
 * Runs {@link TableLint} on every Delta table below the {@link TempDir} fields of a test, after
 * each test that passed. See the package's description.
 */
public final class TableLintExtension implements AfterEachCallback, AfterAllCallback {

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    lint(context, context.getTestInstance().orElse(null));
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    lint(context, null);
  }

  /**
   * @param instance null for the static fields
   */
  private static void lint(ExtensionContext context, Object instance)
      throws IOException, IllegalAccessException {
    Optional<WithoutLint.Part> without = without(context);
    if (context.getExecutionException().isPresent()
        || without.equals(Optional.of(WithoutLint.Part.ALL))) {
      return;
    }
    List<Field> fields =
        AnnotationSupport.findAnnotatedFields(
            context.getRequiredTestClass(),
            TempDir.class,
            field -> Modifier.isStatic(field.getModifiers()) == (instance == null),
            HierarchyTraversalMode.TOP_DOWN);
    for (Field field : fields) {
      field.setAccessible(true);
      Object folder = field.get(instance);
      for (Path table : tables(folder instanceof File file ? file.toPath() : (Path) folder)) {
        lint(table, without).assertClean();
      }
    }
  }

  private static TableLint lint(Path table, Optional<WithoutLint.Part> without) {
    TableLint lint = TableLint.of(table);
    if (without.equals(Optional.of(WithoutLint.Part.DATA_FILES))) {
      return lint.withoutDataFiles();
    }
    return without.equals(Optional.of(WithoutLint.Part.RELATIVE_PATHS))
        ? lint.allowAbsolutePaths().withoutDataFiles()
        : lint;
  }

  private static Optional<WithoutLint.Part> without(ExtensionContext context) {
    return AnnotationSupport.findAnnotation(context.getElement(), WithoutLint.class)
        .or(() -> AnnotationSupport.findAnnotation(context.getTestClass(), WithoutLint.class))
        .map(WithoutLint::of);
  }

  private static List<Path> tables(Path folder) throws IOException {
    List<Path> tables = new ArrayList<>();
    if (folder == null || !Files.isDirectory(folder)) {
      return tables;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
            if (path.endsWith(LogFolder.NAME)) {
              tables.add(path.getParent());
              return FileVisitResult.SKIP_SUBTREE;
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure) {
            // Checkpoint files of a job that is ending come and go.
            return FileVisitResult.CONTINUE;
          }
        });
    return tables;
  }
}
