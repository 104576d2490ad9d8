package io.alluvium.models.run;

import io.alluvium.models.ModelException;
import io.alluvium.models.artifacts.FreshnessResults;
import io.alluvium.models.artifacts.LastResults;
import io.alluvium.models.artifacts.RunResults;
import io.alluvium.models.compile.CompiledModel;
import io.alluvium.models.compile.JobScript;
import io.alluvium.models.compile.Passwords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folder that compiled files go to. None of them holds a password of an address. */
public record TargetFolder(Path folder) {

  /**
   * Writes a job's script and plan, and the compiled text of its models.
   *
   * @return the script's file
   */
  public Path write(JobScript script, String plan) {
    for (CompiledModel model : script.models()) {
      write("compiled/" + model.node().path().get(0) + "/" + file(model), model.query().text());
    }
    write("jobs/" + script.job() + ".plan.json", plan);
    return write("jobs/" + script.job() + ".sql", script.text());
  }

  /** Writes {@code run_results.json}, and notes the results among the last ones of all nodes. */
  public Path write(RunResults results) {
    write("last_results.json", LastResults.read(lastResults()).and(results).json());
    return write("run_results.json", results.json());
  }

  /** Writes {@code sources.json}. */
  public Path write(FreshnessResults results) {
    return write("sources.json", results.json());
  }

  /** The last result of each node. */
  public Path lastResults() {
    return folder.resolve("last_results.json");
  }

  public Path write(String name, String text) {
    Path file = folder.resolve(name);
    try {
      Files.createDirectories(file.getParent());
      return Files.writeString(file, Passwords.masked(text));
    } catch (IOException e) {
      throw new ModelException(file + " cannot be written: " + e.getMessage(), e);
    }
  }

  /** An entry of YAML has no file of its own. */
  private static String file(CompiledModel model) {
    String file = model.node().file();
    return file.endsWith(".sql") ? file : file + "/" + model.node().name() + ".sql";
  }
}
