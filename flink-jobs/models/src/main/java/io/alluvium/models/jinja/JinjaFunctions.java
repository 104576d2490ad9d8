package io.alluvium.models.jinja;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.lib.fn.ELFunctionDefinition;
import java.util.List;

/** dbt's functions, for the scope that the template at work is rendered for. */
public final class JinjaFunctions {
  static final String CALL = "__alluvium_call__";

  private static final List<String> NAMES =
      List.of("config", "ref", "source", "var", "env_var", "is_incremental", "log", "print");

  private static final List<String> REFUSED = List.of("return", "run_query", "statement");

  private JinjaFunctions() {}

  static void register(Jinjava jinjava) {
    NAMES.forEach(
        name ->
            jinjava
                .getGlobalContext()
                .registerFunction(
                    new ELFunctionDefinition(
                        "", name, JinjaFunctions.class, name, Object[].class)));
    REFUSED.forEach(
        name ->
            jinjava
                .getGlobalContext()
                .registerFunction(
                    new ELFunctionDefinition(
                        "", name, JinjaFunctions.class, "refuse_" + name, Object[].class)));
  }

  /** What the functions of one rendering know. */
  record Call(JinjaScope scope, JinjaVariables variables) {}

  private static Call call() {
    return (Call) JinjavaInterpreter.getCurrent().getContext().get(CALL);
  }

  private static int line() {
    return JinjavaInterpreter.getCurrent().getLineNumber();
  }

  public static Object config(Object... arguments) {
    call().scope().config(JinjaValues.named("config", arguments), line());
    return "";
  }

  public static Object ref(Object... arguments) {
    if (arguments.length != 1) {
      throw new JinjaProblem(
          "ref() takes the name of a model or seed of this project; versions and other projects"
              + " are not supported");
    }
    return call().scope().ref(JinjaValues.text("ref", arguments[0]), line());
  }

  public static Object source(Object... arguments) {
    if (arguments.length != 2) {
      throw new JinjaProblem("source() takes the name of a source and that of its table");
    }
    return call()
        .scope()
        .source(
            JinjaValues.text("source", arguments[0]),
            JinjaValues.text("source", arguments[1]),
            line());
  }

  public static Object var(Object... arguments) {
    requireOneOrTwo("var", arguments);
    return call()
        .variables()
        .var(
            JinjaValues.text("var", arguments[0]),
            arguments.length == 2,
            arguments.length == 2 ? arguments[1] : null);
  }

  public static Object env_var(Object... arguments) {
    requireOneOrTwo("env_var", arguments);
    return call()
        .variables()
        .environment(
            JinjaValues.text("env_var", arguments[0]),
            arguments.length == 2,
            arguments.length == 2 ? JinjaValues.text("env_var", arguments[1]) : null);
  }

  /** Never: a job that runs continuously has read everything before, and goes on from there. */
  public static Object is_incremental(Object... arguments) {
    return false;
  }

  public static Object log(Object... arguments) {
    return "";
  }

  public static Object print(Object... arguments) {
    return "";
  }

  public static Object refuse_return(Object... arguments) {
    throw new JinjaProblem("return() is not supported: a macro gives the text of its body");
  }

  public static Object refuse_run_query(Object... arguments) {
    throw new JinjaProblem("run_query() is not supported: models are compiled without running SQL");
  }

  public static Object refuse_statement(Object... arguments) {
    throw new JinjaProblem("statement() is not supported: models are compiled without running SQL");
  }

  private static void requireOneOrTwo(String function, Object[] arguments) {
    if (arguments.length < 1 || arguments.length > 2) {
      throw new JinjaProblem(function + "() takes a name and, if need be, a default");
    }
  }
}
