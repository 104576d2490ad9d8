package io.alluvium.models.deploy;

import io.alluvium.models.quality.CheckedRows;
import java.util.List;
import java.util.Map;
import javax.annotation.Nullable;

/**
 * A model as it runs, or one of its {@link Outputs}.
 *
 * @param file for messages
 * @param phase how its rows reach its table
 * @param fingerprint of what it means; a model with another one is another model
 * @param operators the uids of all that its rows pass through, when it was last started
 * @param functions digests of those that it calls, by name; null where it was not known
 * @param takeover how it goes on with what its former query began; null where it began by itself
 */
public record DeployedModel(
    String id,
    String file,
    String schema,
    String table,
    Target target,
    Phase phase,
    String fingerprint,
    List<String> operators,
    @Nullable Map<String, String> functions,
    @Nullable Takeover takeover) {

  /** What a model writes. */
  public enum Target {
    /** A Delta table of which the sink can start without state. */
    DELTA,
    /** A Delta table that only goes on from the sink's state. */
    COPY_ON_WRITE,
    /** A store, which cannot be swapped. */
    STORE
  }

  /** Where a model stands. */
  public enum Phase {
    /** Writes its table. */
    LIVE,
    /** Writes a table in a folder of its own table, to become its contents. */
    BUILDING,
    /** Writes its table, whose contents it has built. */
    SWAPPED,
    /** Does not run: it is to go on where its former query stops, once that has caught up. */
    WAITING
  }

  public DeployedModel {
    operators = List.copyOf(operators);
    functions = functions == null ? null : Map.copyOf(functions);
  }

  /**
   * What the model writes besides its table, as when it starts.
   *
   * @param output its id
   */
  DeployedModel output(String output, String digest) {
    boolean isTable = Outputs.isQuarantine(output);
    String name = id.substring(id.lastIndexOf('.') + 1);
    return new DeployedModel(
        output,
        file,
        CheckedRows.SCHEMA,
        isTable ? name : CheckedRows.violations(name).getIdentifier(),
        isTable ? Target.DELTA : Target.STORE,
        Phase.LIVE,
        digest,
        List.of(),
        Map.of(),
        null);
  }

  DeployedModel in(Phase newPhase) {
    return new DeployedModel(
        id, file, schema, table, target, newPhase, fingerprint, operators, functions, takeover);
  }

  DeployedModel withOperators(List<String> uids) {
    return new DeployedModel(
        id, file, schema, table, target, phase, fingerprint, uids, functions, takeover);
  }

  DeployedModel withFunctions(Map<String, String> called) {
    return new DeployedModel(
        id, file, schema, table, target, phase, fingerprint, operators, called, takeover);
  }

  DeployedModel withFingerprint(String other) {
    return new DeployedModel(
        id, file, schema, table, target, phase, other, operators, functions, takeover);
  }

  DeployedModel takingOver(Takeover from) {
    return new DeployedModel(
        id, file, schema, table, target, phase, fingerprint, operators, functions, from);
  }

  /** Whether it is to take the place of what writes the table now. */
  boolean isComing() {
    return phase == Phase.BUILDING || phase == Phase.WAITING;
  }

  /** Whether none of the functions that it and another query call was another. */
  boolean hasSameFunctions(Map<String, String> called) {
    return functions == null
        || functions.entrySet().stream()
            .allMatch(
                one -> one.getValue().equals(called.getOrDefault(one.getKey(), one.getValue())));
  }

  /** The names of the functions that were others when the model was started. */
  List<String> otherFunctions(Map<String, String> called) {
    return functions == null
        ? List.of()
        : called.keySet().stream()
            .filter(name -> !called.get(name).equals(functions.get(name)))
            .sorted()
            .toList();
  }

  /** The table's folder below the lake's. */
  String folder() {
    return schema + "/" + table;
  }
}
