package io.alluvium.models.docs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The page: its template, style and script, and the project's data, in one file. */
final class DocsPage {
  /** In the order in which they need one another. */
  private static final List<String> SCRIPTS =
      List.of("elements.js", "project.js", "graph.js", "pages.js", "app.js");

  private DocsPage() {}

  /**
   * @param data what the script shows
   */
  static String of(String title, Map<String, Object> data) {
    String script = SCRIPTS.stream().map(DocsPage::resource).collect(Collectors.joining("\n"));
    return resource("index.html")
        .replace("{{title}}", escaped(title))
        .replace("{{style}}", resource("style.css"))
        .replace("{{script}}", script)
        .replace("{{data}}", json(data));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }

  /** So that nothing within ends the element that it stands in. */
  private static String json(Map<String, Object> data) {
    try {
      return new ObjectMapper().writeValueAsString(data).replace("<", "\\u003c");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String resource(String name) {
    try (InputStream stream = DocsPage.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalStateException("No resource " + name);
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
