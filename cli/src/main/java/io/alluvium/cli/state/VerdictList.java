package io.alluvium.cli.state;

import io.alluvium.cli.output.OutputFormat;
import io.alluvium.state.gate.ModelVerdict;
import io.alluvium.state.trial.ModelTrial;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import javax.annotation.Nullable;
import org.apache.flink.types.Row;

/** Prints what becomes of models. */
public final class VerdictList {
  private static final List<String> NAMES =
      List.of("model", "verdict", "reasons", "restart", "silently", "trial");

  private final OutputFormat format;
  private final PrintWriter out;

  public VerdictList(OutputFormat format, PrintWriter out) {
    this.format = format;
    this.out = out;
  }

  /** Prints all. */
  public void write(List<ModelVerdict> models) throws IOException {
    write(models, Map.of());
  }

  /**
   * Prints all.
   *
   * @param trials by model, of those that were tried
   */
  public void write(List<ModelVerdict> models, Map<String, ModelTrial> trials) throws IOException {
    if (format == OutputFormat.text) {
      models.forEach(model -> tell(model, trials.get(model.model())));
    } else {
      format.write(
          NAMES,
          models.stream().map(model -> row(model, trials.get(model.model()))).iterator(),
          out);
    }
    out.flush();
  }

  private static Row row(ModelVerdict model, @Nullable ModelTrial trial) {
    return Row.of(
        model.model(),
        model.verdict().text(),
        model.reasons().toArray(String[]::new),
        model.restart().orElse(null),
        model.silent().toArray(String[]::new),
        trial == null ? null : trial.text());
  }

  private void tell(ModelVerdict model, @Nullable ModelTrial trial) {
    out.println(model.model() + ": " + model.verdict().text());
    model.reasons().forEach(reason -> out.println("    " + reason));
    model.restart().ifPresent(restart -> out.println("    " + restart));
    model
        .silent()
        .forEach(silent -> out.println("    restored all the same, without an error: " + silent));
    if (trial != null) {
      out.println("    " + trial.text());
    }
  }
}
