package io.alluvium.cli.state;

import io.alluvium.state.StateException;
import io.alluvium.state.plan.PlanFile;
import io.alluvium.state.savepoint.OperatorEntry;
import io.alluvium.state.savepoint.OperatorNames;
import io.alluvium.state.savepoint.Savepoint;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** An operator of a savepoint, as it is given to a command. */
final class OneOperator {
  @Parameters(
      index = "0",
      paramLabel = "SAVEPOINT",
      description = "Its folder, as 'alluvium job savepoint' prints it.")
  private String path;

  @Parameters(
      index = "1",
      paramLabel = "OPERATOR",
      description =
          "As 'alluvium state inspect' names it: the uid with --plan, else the id. The first part"
              + " will do, where it means only one.")
  private String name;

  @Option(
      names = "--plan",
      paramLabel = "FILE",
      description = "The compiled plan of its job, to name the operators by their uids.")
  private Path plan;

  private Savepoint savepoint;

  Savepoint savepoint() {
    if (savepoint == null) {
      savepoint = Savepoint.read(path);
    }
    return savepoint;
  }

  /**
   * The operator.
   *
   * @throws StateException where there is none of that name, or several
   */
  OperatorEntry operator() {
    OperatorNames names =
        plan == null ? OperatorNames.none() : OperatorNames.of(PlanFile.read(plan));
    List<OperatorEntry> found =
        savepoint().operators().stream()
            .filter(
                operator -> operator.id().startsWith(name) || names.of(operator).startsWith(name))
            .toList();
    List<OperatorEntry> exact =
        found.stream()
            .filter(operator -> operator.id().equals(name) || names.of(operator).equals(name))
            .toList();
    if (exact.size() == 1) {
      return exact.get(0);
    }
    if (found.size() != 1) {
      throw new StateException(
          (found.isEmpty() ? "No operator of " : "More than one operator of ")
              + path
              + " is called '"
              + name
              + "'. It has: "
              + (found.isEmpty() ? savepoint().operators() : found)
                  .stream().map(names::of).collect(Collectors.joining(", ")));
    }
    return found.get(0);
  }
}
