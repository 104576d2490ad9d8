package io.alluvium.benchmarks.operations;

import io.alluvium.benchmarks.tables.ProjectFolder;
import io.alluvium.connectors.delta.kernel.DeltaTable;
import io.alluvium.connectors.delta.kernel.TableDescription;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.RowType;

/**
 * A project whose job keeps a long note and two numbers of each device, and adds a row to a table
 * for each event; and its lake, which reads a table of bronze that another folder holds.
 *
 * @param job its name, which two on one cluster must not share
 * @param project folder
 * @param lake folder
 */
public record StatefulModels(String job, Path project, Path lake) {
  static final String EVENTS = "bronze/event";

  /**
   * @param folder of a side, which is made
   * @param events the table that is read
   */
  public static StatefulModels create(String job, Path folder, Path events) throws IOException {
    StatefulModels models =
        new StatefulModels(
            job,
            ProjectFolder.copy("operations", folder.resolve("project")),
            folder.resolve("lake"));
    Path link = models.lake.resolve(EVENTS);
    Files.createDirectories(link.getParent());
    Files.createSymbolicLink(link, events);
    DeltaTable.at(models.lake.resolve("bronze/site").toString())
        .createIfAbsent(
            new TableDescription(
                RowType.of(
                    new org.apache.flink.table.types.logical.LogicalType[] {new BigIntType()},
                    new String[] {"site"}),
                List.of(),
                List.of(),
                Map.of(),
                ""));
    Files.writeString(
        models.project.resolve("dbt_project.yml"),
        "    +job: " + job + "\n",
        StandardOpenOption.APPEND);
    models.edit(0);
    return models;
  }

  /** The table with a row for each event. */
  public Path table() {
    return lake.resolve("gold/device_reading");
  }

  /**
   * Puts a small model in the place of the one before it, so that the job is another, while the
   * large model and its state are what they were.
   */
  public void edit(int number) throws IOException {
    Path models = project.resolve("models");
    Files.deleteIfExists(models.resolve("site_" + (number - 1) + ".sql"));
    Files.writeString(
        models.resolve("site_" + number + ".sql"),
        "{{ config(materialized='table', unique_key='site') }}\nSELECT site, COUNT(*) + "
            + number
            + " AS entries FROM {{ source('bronze', 'site') }} GROUP BY site\n");
  }
}
