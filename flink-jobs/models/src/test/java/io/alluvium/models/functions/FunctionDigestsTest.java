package io.alluvium.models.functions;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.table.functions.ScalarFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FunctionDigestsTest {
  private static final String FUNCTION =
      """
      package shop;
      public class Doubled extends org.apache.flink.table.functions.ScalarFunction {
        public int eval(int x) { return Factor[].class == null ? 0 : Factor.times(x); }
      }
      """;
  private static final String FACTOR =
      "package shop; class Factor { static int times(int x) { int y = 2 * x; return y; } }";
  private static final String CREATE = "CREATE TEMPORARY SYSTEM FUNCTION doubled AS 'shop.Doubled'";
  private static final String CALL = "SELECT Doubled (x) FROM t";

  @TempDir Path folder;

  private int builds;

  @Test
  void isThatOfTheCodeThatIsReached() throws Exception {
    Map<String, String> sources = Map.of("Doubled", FUNCTION, "Factor", FACTOR);
    String first = digest(sources);

    assertThat(digest(sources)).as("a rebuild").isEqualTo(first);
    assertThat(
            digest(
                Map.of(
                    "Doubled",
                    "// A comment.\n\n" + FUNCTION,
                    "Factor",
                    FACTOR.replace("y", "z"),
                    "Unrelated",
                    "package shop; class Unrelated {}")))
        .as("the same code")
        .isEqualTo(first);
    assertThat(digest(Map.of("Doubled", FUNCTION, "Factor", FACTOR.replace("2", "3"))))
        .as("code that the function calls")
        .isNotEqualTo(first);
    assertThat(digest(Map.of("Doubled", FUNCTION.replace("? 0", "? 1"), "Factor", FACTOR)))
        .as("its own code")
        .isNotEqualTo(first);
  }

  @Test
  void isThatOfAJarThatIsNamed() throws Exception {
    Path jar = jar("one.jar", "1");
    String statement = CREATE + " LANGUAGE JAVA USING JAR '" + jar.toUri() + "'";
    ClassLoader none = new URLClassLoader(new URL[0], null);
    String first = FunctionDigests.of(List.of(statement), none).calledBy(CALL).get("doubled");
    String again = FunctionDigests.of(List.of(statement), none).calledBy(CALL).get("doubled");
    jar("one.jar", "2");
    String other = FunctionDigests.of(List.of(statement), none).calledBy(CALL).get("doubled");
    assertThat(first).isNotNull().isEqualTo(again).isNotEqualTo(other);
  }

  @Test
  void functionsOfModulesCountWhereTheyAreCalled() {
    FunctionDigests digests =
        FunctionDigests.of(
            List.of("SET 'a' = 'b'", "LOAD MODULE alluvium", "LOAD MODULE no_such_module"));
    SortedMap<String, String> called =
        digests.calledBy("SELECT DATE_IN(at, 'UTC'), `mask_email` (mail), UPPER(convert_unit)");
    assertThat(called).containsOnlyKeys("date_in", "mask_email");
    assertThat(called.get("date_in")).isNotEqualTo(called.get("mask_email"));
  }

  private String digest(Map<String, String> sources) throws Exception {
    Path build = Files.createDirectories(folder.resolve("build" + builds++));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    for (Map.Entry<String, String> source : sources.entrySet()) {
      Files.writeString(build.resolve(source.getKey() + ".java"), source.getValue());
    }
    List<String> files =
        sources.keySet().stream().map(name -> build.resolve(name + ".java").toString()).toList();
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-g",
                "-proc:none",
                "-cp",
                place(ScalarFunction.class) + File.pathSeparator + place(TypeInformation.class),
                "-d",
                build.toString()));
    arguments.addAll(files);
    assertThat(compiler.run(null, null, null, arguments.toArray(String[]::new))).isZero();
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {build.toUri().toURL()}, getClass().getClassLoader())) {
      return FunctionDigests.of(List.of(CREATE), loader).calledBy(CALL).get("doubled");
    }
  }

  private static String place(Class<?> type) throws Exception {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
  }

  private Path jar(String name, String content) throws IOException {
    Path jar = folder.resolve(name);
    try (JarOutputStream stream = new JarOutputStream(Files.newOutputStream(jar))) {
      stream.putNextEntry(new JarEntry("shop/Doubled.class"));
      stream.write(content.getBytes(StandardCharsets.UTF_8));
    }
    return jar;
  }
}
