package io.alluvium.benchmarks.worker;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The process in which an {@link Engine} works, again and again, so that it gets warm. Its argument
 * is the engine's class; each line on standard input holds the parameters of a run as JSON, each
 * line of output its figures, or {@code {"error": "…"}}.
 */
public final class Worker {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Worker() {}

  public static void main(String[] arguments) throws Exception {
    PrintStream answers = System.out;
    // Whatever else prints must not get between the answers.
    System.setOut(System.err);
    Engine engine = (Engine) Class.forName(arguments[0]).getDeclaredConstructor().newInstance();
    BufferedReader requests =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = requests.readLine(); line != null; line = requests.readLine()) {
      answers.println(JSON.writeValueAsString(answer(engine, line)));
      answers.flush();
    }
    // Engines may leave threads behind that are no daemons.
    Runtime.getRuntime().exit(0);
  }

  private static Map<String, ?> answer(Engine engine, String request) {
    try {
      return engine.run(JSON.readValue(request, new TypeReference<Map<String, String>>() {}));
    } catch (Exception e) {
      StringWriter trace = new StringWriter();
      e.printStackTrace(new PrintWriter(trace));
      return Map.of("error", trace.toString());
    }
  }
}
