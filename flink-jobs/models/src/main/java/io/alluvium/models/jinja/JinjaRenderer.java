package io.alluvium.models.jinja;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.interpret.Context;
import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.interpret.TemplateError;
import io.alluvium.definitions.DefinitionException;
import io.alluvium.models.ModelException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.util.ExceptionUtils;

/**
 * Renders templates. Any error, and any warning too, is a {@link ModelException} that names file
 * and line: Jinjava goes on after many mistakes and would give a text that nobody wrote.
 */
public final class JinjaRenderer {
  private static final long MAX_OUTPUT = 4L << 20;
  private static final int MAX_DEPTH = 50;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Jinjava jinjava;
  private final JinjaVariables variables;
  private final Map<String, String> macros;
  private final Map<String, Object> target;
  private final Duration patience;

  /**
   * @param macros texts of the files of macros, by the file's name
   * @param target what {@code target} has
   */
  public JinjaRenderer(
      JinjaVariables variables, Map<String, String> macros, Map<String, Object> target) {
    this(variables, macros, target, PATIENCE);
  }

  JinjaRenderer(
      JinjaVariables variables,
      Map<String, String> macros,
      Map<String, Object> target,
      Duration patience) {
    this.patience = patience;
    this.variables = variables;
    this.macros = new LinkedHashMap<>(macros);
    this.target = target;
    this.jinjava = new Jinjava();
    JinjaFunctions.register(jinjava);
  }

  /**
   * @param file its name in messages
   */
  public Rendered render(String file, String template, JinjaScope scope) {
    JinjavaInterpreter interpreter = interpreter(scope);
    JinjavaInterpreter.pushCurrent(interpreter);
    try {
      macros.forEach((name, text) -> run(interpreter, name, text));
      String text = run(interpreter, file, LineMarks.mark(template));
      LineMarks.Unmarked unmarked = LineMarks.unmark(text);
      return new Rendered(unmarked.text(), unmarked.lines());
    } finally {
      JinjavaInterpreter.popCurrent();
    }
  }

  private JinjavaInterpreter interpreter(JinjaScope scope) {
    Map<String, Object> bindings = new LinkedHashMap<>();
    bindings.put(JinjaFunctions.CALL, new JinjaFunctions.Call(scope, variables));
    bindings.put("execute", scope.executes());
    bindings.put("target", target);
    bindings.put("exceptions", new JinjaExceptions());
    scope.self().ifPresent(self -> bindings.put("this", self));
    Context context = new Context(jinjava.getGlobalContextCopy(), bindings);
    return new JinjavaInterpreter(jinjava, context, config());
  }

  private JinjavaConfig config() {
    long deadline = System.nanoTime() + patience.toNanos();
    return JinjavaConfig.newBuilder()
        .withFailOnUnknownTokens(true)
        .withKeepTrailingNewline(true)
        .withMaxOutputSize(MAX_OUTPUT)
        .withMaxStringLength(MAX_OUTPUT)
        .withMaxRenderDepth(MAX_DEPTH)
        .withMaxMacroRecursionDepth(MAX_DEPTH)
        .withEnableRecursiveMacroCalls(true)
        // Nested loops have no other bound.
        .withNodePreProcessor(
            (node, interpreter) -> {
              if (System.nanoTime() - deadline > 0) {
                throw new JinjaProblem(
                    "rendering takes more than "
                        + PATIENCE.toSeconds()
                        + " seconds; a loop may be"
                        + " endless");
              }
            })
        .build();
  }

  private static String run(JinjavaInterpreter interpreter, String file, String template) {
    String text;
    try {
      text = interpreter.render(template);
    } catch (RuntimeException e) {
      throw problem(file, interpreter.getLineNumber(), e, e.getMessage());
    }
    List<TemplateError> errors = interpreter.getErrorsCopy();
    if (!errors.isEmpty()) {
      TemplateError error = errors.get(0);
      throw problem(file, error.getLineno(), error.getException(), error.getMessage());
    }
    return text;
  }

  private static RuntimeException problem(String file, int line, Throwable cause, String message) {
    if (cause != null) {
      Throwable own =
          ExceptionUtils.findThrowable(
                  cause,
                  one ->
                      one instanceof ModelException
                          || one instanceof DefinitionException
                          || one instanceof JinjaProblem)
              .orElse(null);
      if (own instanceof ModelException || own instanceof DefinitionException) {
        return (RuntimeException) own;
      } else if (own != null) {
        return new ModelException(place(file, line) + own.getMessage(), cause);
      }
    }
    return new ModelException(place(file, line) + JinjaMessage.plain(message), cause);
  }

  private static String place(String file, int line) {
    return file + ", line " + Math.max(1, line) + ": ";
  }
}
