package io.alluvium.models;

import io.alluvium.models.run.JobRun;
import io.alluvium.models.run.ModelsProject;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Runs one job of a project of SQL models. All tables of the job are committed from the same
 * checkpoints, and what several models read is computed once.
 *
 * <p>The same models give the same operators, so that the job can be restored from its checkpoints;
 * a changed model starts anew (its former state is then to be dropped with {@code
 * --allowNonRestoredState}).
 */
@PublicEvolving
public final class ModelsJob {
  private static final String REDIS_URI_VARIABLE = "ALLUVIUM_REDIS_URI";

  private ModelsJob() {}

  /**
   * Adds the job to the environment.
   *
   * @throws ModelException that says which file and line is wrong
   */
  public static void define(StreamExecutionEnvironment env, Configuration options) {
    JobRun.define(env, ModelsProject.of(options).script(options.get(ModelsOptions.JOB)));
  }

  /**
   * @param args pairs of {@code --key value}, see {@link ModelsOptions}
   */
  public static void main(String[] args) throws Exception {
    Configuration options = new Configuration();
    if (System.getenv(REDIS_URI_VARIABLE) != null) {
      options.set(ModelsOptions.REDIS_URI, System.getenv(REDIS_URI_VARIABLE));
    }
    for (int i = 0; i < args.length; i += 2) {
      if (!args[i].startsWith("--") || i + 1 == args.length) {
        throw new ModelException("Options are pairs of --key value; '" + args[i] + "' is not.");
      }
      options.setString(args[i].substring(2), args[i + 1]);
    }
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    define(env, options);
    env.execute(options.get(ModelsOptions.JOB));
  }
}
