package io.alluvium.state.savepoint;

import io.alluvium.state.StateException;
import java.io.DataInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.Path;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.shaded.guava31.com.google.common.hash.Hashing;

/**
 * A savepoint or checkpoint, as its metadata and the heads of its files describe it. What is kept
 * of keys is not read.
 *
 * @param operators those that hold most first
 */
public record Savepoint(String path, long checkpoint, List<OperatorEntry> operators) {
  private static final String METADATA = "_metadata";

  public Savepoint {
    operators = List.copyOf(operators);
  }

  /**
   * Reads a savepoint.
   *
   * @param path a folder, or the file in it, of any file system that is set up
   * @throws StateException where there is none, or it cannot be read
   */
  public static Savepoint read(String path) {
    return load(
        path,
        metadata -> {
          List<OperatorEntry> operators = new ArrayList<>();
          for (OperatorState operator : metadata.getOperatorStates()) {
            operators.add(new StateHeads(operator).read());
          }
          operators.sort(Comparator.comparingLong(OperatorEntry::bytes).reversed());
          return new Savepoint(path, metadata.getCheckpointId(), operators);
        });
  }

  /**
   * The states by key of one of the operators, to be read.
   *
   * @throws StateException where its state cannot be read
   */
  public KeyedStates keyedStates(OperatorEntry of) {
    return load(
        path,
        metadata -> {
          for (OperatorState operator : metadata.getOperatorStates()) {
            if (operator.getOperatorID().toHexString().equals(of.id())) {
              return new StateHeads(operator).keyedStates();
            }
          }
          throw new IllegalArgumentException(path + " has no operator " + of.id());
        });
  }

  /**
   * Whether its state by key is read with RocksDB, or on the heap.
   *
   * @throws StateException where its state cannot be read
   */
  public boolean isOfRocksDb() {
    return load(
        path,
        metadata -> {
          for (OperatorState operator : metadata.getOperatorStates()) {
            if (new StateHeads(operator).keyedStates().isOfRocksDb()) {
              return true;
            }
          }
          return false;
        });
  }

  private interface Reading<T> {
    T of(CheckpointMetadata metadata) throws IOException;
  }

  private static <T> T load(String path, Reading<T> reading) {
    Path given = new Path(path);
    Path file = given.getName().equals(METADATA) ? given : new Path(given, METADATA);
    try (FSDataInputStream in = file.getFileSystem().open(file);
        DataInputStream data = new DataInputStream(in)) {
      return reading.of(
          Checkpoints.loadCheckpointMetadata(
              data, Savepoint.class.getClassLoader(), file.getParent().toString()));
    } catch (FileNotFoundException e) {
      throw new StateException("There is no savepoint " + path + ": it has no " + METADATA, e);
    } catch (IOException | IllegalStateException e) {
      throw new StateException("The savepoint " + path + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** The state of the operator of a uid. */
  public Optional<OperatorEntry> operator(String uid) {
    String id = idOf(uid);
    return operators.stream().filter(operator -> operator.id().equals(id)).findFirst();
  }

  /** The id that Flink makes of a uid. */
  public static String idOf(String uid) {
    return new OperatorID(Hashing.murmur3_128(0).hashString(uid, StandardCharsets.UTF_8).asBytes())
        .toHexString();
  }

  /** The greatest parallelism that the job can have, the same for all operators of most jobs. */
  public List<Integer> maxParallelisms() {
    return operators.stream().map(OperatorEntry::maxParallelism).distinct().sorted().toList();
  }
}
