package io.alluvium.models.deploy;

import io.alluvium.connectors.delta.maintenance.SinkPosition;
import io.alluvium.connectors.delta.sink.SavedCommits;
import io.alluvium.connectors.delta.sink.SavedCommits.LastCommit;
import io.alluvium.connectors.delta.sink.SavedCommits.PendingCommit;
import io.alluvium.models.ModelException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.jobgraph.OperatorID;

/**
 * A savepoint, or retained checkpoint, of a job of models, and where it leaves the job's sinks.
 *
 * @param path its URI
 * @param numbers of the last commits, by the ids of the sinks
 * @param operators by their ids
 */
record JobSavepoint(
    String path, Map<String, Long> numbers, Map<OperatorID, OperatorState> operators) {
  /** How the id of a sink ends that builds a table beside another. */
  static final String BUILDING = "/building";

  /** What Flink puts before the uid of a sink, for the operator that commits. */
  private static final String COMMITTER = "Sink Committer: ";

  /**
   * @throws ModelException where there is none, or it cannot be read
   */
  static JobSavepoint read(String path) {
    Map<String, Long> numbers = new HashMap<>();
    Map<OperatorID, OperatorState> operators = new HashMap<>();
    try {
      for (OperatorState operator : CheckpointFile.operators(path)) {
        operators.put(operator.getOperatorID(), operator);
        CheckpointFile.read(
            operator, SavedCommits.NUMBER, entry -> put(numbers, SavedCommits.number(entry)));
        CheckpointFile.read(
            operator, SavedCommits.NUMBERS, entry -> put(numbers, SavedCommits.ofTable(entry)));
      }
    } catch (FileNotFoundException e) {
      throw new ModelException(
          "There is no savepoint "
              + path
              + "; give the folder that 'alluvium job savepoint' printed",
          e);
    } catch (IOException | IllegalStateException e) {
      throw new ModelException("The savepoint " + path + " cannot be read: " + e.getMessage(), e);
    }
    return new JobSavepoint(path, numbers, operators);
  }

  private static void put(Map<String, Long> numbers, LastCommit last) {
    numbers.merge(last.sinkId(), last.number(), Math::max);
  }

  /** The id of the sink that wrote a model's table, or built it. */
  Optional<String> sink(DeployedModel model, Generation generation) {
    String begin = GenerationPlan.sinkId(model, generation);
    boolean isBuilding = model.phase() == DeployedModel.Phase.BUILDING;
    return numbers.keySet().stream()
        .filter(sink -> sink.equals(begin) || sink.startsWith(begin + "/"))
        .filter(sink -> sink.endsWith(BUILDING) == isBuilding)
        .findFirst();
  }

  /** Whether it has state of an operator of the model. */
  boolean knows(DeployedModel model) {
    return model.operators().stream()
        .anyMatch(uid -> operators.containsKey(SourcePositions.idOf(uid)));
  }

  /**
   * Where a sink is left.
   *
   * @param idleUntil the version of the table to take where the sink has never committed
   * @param build the folder in which the model's generation builds a table beside that of readers
   */
  SinkPosition position(String sink, DeployedModel model, OptionalLong idleUntil, String build) {
    Map<Long, String> pending = new HashMap<>();
    try {
      for (String uid : model.operators()) {
        OperatorState committer = operators.get(SourcePositions.idOf(COMMITTER + uid));
        if (committer != null) {
          CheckpointFile.read(
              committer,
              SavedCommits.PENDING,
              entry -> put(pending, sink, SavedCommits.pending(entry)));
        }
      }
    } catch (IOException e) {
      throw new ModelException("The savepoint " + path + " cannot be read: " + e.getMessage(), e);
    }
    return new SinkPosition(sink, numbers.get(sink), pending, idleUntil, Optional.of(build));
  }

  private static void put(Map<Long, String> pending, String sink, List<PendingCommit> commits) {
    for (PendingCommit commit : commits) {
      if (commit.sinkId().equals(sink)) {
        pending.put(commit.number(), commit.token());
      }
    }
  }

  /** Whether it is of a job that ran so: each model has state in it, and no sink is of another. */
  boolean isOf(DeployedJob job) {
    Set<String> known = new HashSet<>();
    for (Generation generation : job.generations()) {
      for (DeployedModel model : generation.models().values()) {
        Optional<String> sink = sink(model, generation);
        sink.ifPresent(known::add);
        boolean isThere =
            model.isComing()
                || Outputs.isOfRules(model.id())
                || (model.target() == DeployedModel.Target.STORE ? knows(model) : sink.isPresent());
        if (!isThere) {
          return false;
        }
      }
    }
    return !job.isEmpty() && known.containsAll(numbers.keySet());
  }
}
