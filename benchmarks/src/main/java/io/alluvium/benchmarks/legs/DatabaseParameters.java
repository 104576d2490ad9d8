package io.alluvium.benchmarks.legs;

import io.alluvium.benchmarks.database.OrdersTable;
import io.alluvium.local.LocalPostgres;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** How engines reach the database of orders. */
record DatabaseParameters(LocalPostgres server) {

  /**
   * @param folder of the run
   * @param name of the slot and the publication; a dash becomes an underscore
   */
  Map<String, String> with(Path folder, String name) {
    String slot = "bench_" + name.replace('-', '_');
    Map<String, String> parameters = new HashMap<>();
    parameters.put("host", "127.0.0.1");
    parameters.put("port", Integer.toString(server.port()));
    parameters.put("database", OrdersTable.DATABASE);
    parameters.put("url", server.jdbcUrl(OrdersTable.DATABASE));
    parameters.put("user", server.user());
    parameters.put("password", server.password());
    parameters.put("slot", slot);
    parameters.put("publication", slot);
    parameters.put("folder", folder.toString());
    parameters.put("lake", folder.resolve("lake").toString());
    parameters.put("savepoints", folder.resolve("savepoints").toString());
    parameters.put("checkpointMillis", "2000");
    return parameters;
  }
}
