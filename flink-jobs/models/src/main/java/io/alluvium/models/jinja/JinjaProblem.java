package io.alluvium.models.jinja;

/** What is wrong with a call in a template; the renderer adds the place. */
final class JinjaProblem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  JinjaProblem(String message) {
    super(message);
  }
}
