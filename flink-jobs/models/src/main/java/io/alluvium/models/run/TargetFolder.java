package io.alluvium.models.run;

import io.alluvium.models.ModelException;
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
      write(
          "compiled/" + model.node().path().get(0) + "/" + model.node().file(),
          model.query().text());
    }
    write("jobs/" + script.job() + ".plan.json", plan);
    return write("jobs/" + script.job() + ".sql", script.text());
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
}
