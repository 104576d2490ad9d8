package io.alluvium.models.functions;

import io.alluvium.models.ModelException;
import io.alluvium.models.project.Project;
import io.alluvium.models.project.Setting;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.Path;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.factories.FactoryUtil;
import org.apache.flink.table.functions.FunctionDefinition;
import org.apache.flink.table.functions.UserDefinedFunction;
import org.apache.flink.table.module.Module;

/**
 * What the functions do that the statements of {@code on-run-start} make known, as digests of their
 * classes: of one in a jar that the statement names, the whole jar; of others what {@link
 * ClassDigest} says. Flink's own functions are not among them.
 */
public final class FunctionDigests {
  private static final Pattern FUNCTION =
      Pattern.compile(
          "CREATE\\s+(?:TEMPORARY\\s+)?(?:SYSTEM\\s+)?FUNCTION\\s+(?:IF\\s+NOT\\s+EXISTS\\s+)?"
              + "[`\\w.]*?(\\w+)`?\\s+AS\\s+'([^']+)'(.*)",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  private static final Pattern JAR =
      Pattern.compile("\\bJAR\\s+'((?:[^']|'')+)'", Pattern.CASE_INSENSITIVE);
  private static final Pattern MODULE =
      Pattern.compile(
          "LOAD\\s+MODULE\\s+`?(\\w+)`?(?:\\s+WITH\\s*\\((.*)\\))?\\s*;?\\s*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  private static final Pattern OPTION =
      Pattern.compile("'((?:[^']|'')+)'\\s*=\\s*'((?:[^']|'')*)'");
  private static final Pattern CALL = Pattern.compile("(\\w+)`?\\s*\\(");

  private final ClassLoader loader;
  private final Map<String, Supplier<Optional<String>>> functions = new LinkedHashMap<>();
  private final Map<String, Optional<String>> known = new HashMap<>();

  private FunctionDigests(ClassLoader loader) {
    this.loader = loader;
  }

  /** Of what a project makes known. */
  public static FunctionDigests of(Project project) {
    return of(project.settings().onRunStart().stream().map(Setting::text).toList());
  }

  /** Of classes that the thread's class loader finds; see the other method. */
  public static FunctionDigests of(Collection<String> statements) {
    return of(statements, Thread.currentThread().getContextClassLoader());
  }

  /**
   * @param statements among which those that make no functions are passed over
   * @param loader that finds the classes
   */
  public static FunctionDigests of(Collection<String> statements, ClassLoader loader) {
    FunctionDigests digests = new FunctionDigests(loader);
    statements.forEach(digests::add);
    return digests;
  }

  private void add(String statement) {
    Matcher function = FUNCTION.matcher(statement.strip());
    Matcher module = MODULE.matcher(statement.strip());
    if (function.matches()) {
      String name = function.group(1).toLowerCase(Locale.ROOT);
      String className = function.group(2);
      List<String> jars = texts(JAR.matcher(function.group(3)));
      functions.put(
          name,
          () ->
              jars.isEmpty()
                  ? ClassDigest.of(className, loader)
                  : Optional.of(ofJars(className, jars)));
    } else if (module.matches()) {
      addModule(module.group(1), module.group(2) == null ? "" : module.group(2));
    }
  }

  private void addModule(String name, String with) {
    Map<String, String> options = new HashMap<>();
    Matcher option = OPTION.matcher(with);
    while (option.find()) {
      options.put(unquoted(option.group(1)), unquoted(option.group(2)));
    }
    Module module;
    try {
      module = FactoryUtil.createModule(name, options, new Configuration(), loader);
    } catch (ValidationException e) {
      // The planner says so where the statement is run, with its place.
      return;
    }
    for (String function : module.listFunctions()) {
      functions.putIfAbsent(
          function.toLowerCase(Locale.ROOT),
          () ->
              module
                  .getFunctionDefinition(function)
                  .filter(UserDefinedFunction.class::isInstance)
                  .map(FunctionDefinition::getClass)
                  .flatMap(type -> ClassDigest.of(type.getName(), type.getClassLoader())));
    }
  }

  private static List<String> texts(Matcher matcher) {
    List<String> texts = new ArrayList<>();
    while (matcher.find()) {
      texts.add(unquoted(matcher.group(1)));
    }
    return texts;
  }

  private static String unquoted(String text) {
    return text.replace("''", "'");
  }

  private static String ofJars(String className, List<String> jars) {
    MessageDigest sum = Digests.sha256();
    sum.update(className.getBytes(StandardCharsets.UTF_8));
    for (String jar : jars) {
      try (FSDataInputStream stream = new Path(jar).getFileSystem().open(new Path(jar))) {
        update(sum, stream);
      } catch (IOException e) {
        throw new ModelException("The jar " + jar + " cannot be read: " + e.getMessage(), e);
      }
    }
    return Digests.text(sum);
  }

  private static void update(MessageDigest sum, InputStream stream) throws IOException {
    byte[] buffer = new byte[1 << 16];
    for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
      sum.update(buffer, 0, read);
    }
  }

  /**
   * By name, in lower case, the digests of the functions that a text calls. A name before a
   * parenthesis counts, in comments and texts too.
   */
  public SortedMap<String, String> calledBy(String sql) {
    SortedMap<String, String> called = new TreeMap<>();
    Matcher call = CALL.matcher(sql);
    while (call.find()) {
      String name = call.group(1).toLowerCase(Locale.ROOT);
      Supplier<Optional<String>> function = functions.get(name);
      if (function != null && !called.containsKey(name)) {
        known.computeIfAbsent(name, key -> function.get()).ifPresent(sum -> called.put(name, sum));
      }
    }
    return called;
  }
}
