package io.alluvium.ingest.batch;

import io.alluvium.definitions.Definition;
import io.alluvium.definitions.DefinitionSchema;
import io.alluvium.ingest.definition.JobArguments;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** What the {@code main} of every batch inlet does. */
public final class BatchMain {
  private BatchMain() {}

  /** An inlet's job. */
  public interface Job {
    void define(StreamExecutionEnvironment environment, String lake, InletDefinition definition);
  }

  /**
   * Runs a job. Of one that has an end, and that is waited for, it prints what has come.
   *
   * @param arguments see {@link JobArguments}
   */
  public static void run(String kind, DefinitionSchema schema, Job job, String... arguments)
      throws Exception {
    JobArguments given = JobArguments.parse(arguments);
    InletDefinition definition =
        new InletDefinition(
            Definition.read(given.definition(), schema, System.getenv()), given.every());
    StreamExecutionEnvironment environment = JobArguments.environment();
    job.define(environment, given.lake(), definition);
    BatchSummary summary = BatchSummary.before(given.lake(), definition);
    JobExecutionResult result = environment.execute(definition.jobName(kind));
    if (result.isJobExecutionResult()) {
      System.out.println(summary.after());
    }
  }
}
