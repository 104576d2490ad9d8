package io.alluvium.models.run;

import io.alluvium.models.compile.JobScript;
import io.alluvium.models.compile.ProjectCompiler;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A project's jobs, compiled.
 *
 * @param compiler that did it; closed, so that only what it has found can be asked for
 * @param scripts by job
 */
public record CompiledJobs(ProjectCompiler compiler, Map<String, JobScript> scripts) {

  /** Compiles all. */
  public static CompiledJobs of(ProjectCompiler compiler) {
    try (compiler) {
      return new CompiledJobs(compiler, compiler.compile());
    }
  }

  /**
   * For tests: whatever the columns of the tables still are. Compiles when it is asked for the
   * first time, and only then.
   */
  public static Supplier<CompiledJobs> forTests(ModelsProject project) {
    return new Supplier<>() {
      private CompiledJobs compiled;

      @Override
      public synchronized CompiledJobs get() {
        if (compiled == null) {
          compiled = of(project.compiler().rebuilding(model -> true));
        }
        return compiled;
      }
    };
  }
}
