package io.alluvium.state.edits;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.flink.table.functions.UserDefinedFunction;

/** A job of models over two tables, as SQL. */
final class Job {
  final Map<String, String> tables = new LinkedHashMap<>();
  final Map<String, String> views = new LinkedHashMap<>();
  final Map<String, String> columns = new LinkedHashMap<>();
  final Map<String, String> queries = new LinkedHashMap<>();
  final Map<String, String> settings = new TreeMap<>();
  final Map<String, Class<? extends UserDefinedFunction>> functions = new TreeMap<>();
  final Set<String> upserts = new TreeSet<>();
  int parallelism = 1;
  int maxParallelism = 8;

  /** The job before any edit. */
  static Job base() {
    Job job = new Job();
    job.tables.put(
        "orders",
        "order_id BIGINT, cust_id BIGINT, amount BIGINT, status STRING, ts TIMESTAMP(3),"
            + " WATERMARK FOR ts AS ts - INTERVAL '1' DAY");
    job.tables.put(
        "customers", "cust_id BIGINT, region STRING, PRIMARY KEY (cust_id) NOT ENFORCED");
    job.views.put("paid", "SELECT * FROM orders WHERE status <> 'void'");
    job.model(
        "latest",
        "order_id BIGINT, cust_id BIGINT, amount BIGINT, PRIMARY KEY (order_id) NOT ENFORCED",
        "SELECT order_id, cust_id, amount FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY order_id"
            + " ORDER BY PROCTIME() DESC) AS n FROM paid) WHERE n = 1");
    job.model(
        "joined",
        "order_id BIGINT, region STRING, amount BIGINT",
        "SELECT o.order_id, c.region, o.amount FROM paid o JOIN customers c ON o.cust_id ="
            + " c.cust_id");
    job.model(
        "totals",
        "cust_id BIGINT, n BIGINT, total BIGINT, PRIMARY KEY (cust_id) NOT ENFORCED",
        "SELECT cust_id, COUNT(*) AS n, SUM(amount) AS total FROM paid GROUP BY cust_id");
    job.model(
        "windows",
        "begins TIMESTAMP(3), cust_id BIGINT, total BIGINT",
        "SELECT window_start, cust_id, SUM(amount) FROM TABLE(TUMBLE(TABLE paid, DESCRIPTOR(ts),"
            + " INTERVAL '10' SECOND)) GROUP BY window_start, window_end, cust_id");
    return job;
  }

  Job model(String name, String columnList, String query) {
    columns.put(name, columnList);
    queries.put(name, query);
    return this;
  }

  Job view(String name, String query) {
    views.put(name, query);
    return this;
  }

  Job query(String name, String before, String after) {
    String query = queries.get(name);
    if (!query.contains(before)) {
      throw new IllegalArgumentException(name + " has no " + before);
    }
    queries.put(name, query.replace(before, after));
    return this;
  }

  Job columns(String name, String columnList) {
    columns.put(name, columnList);
    return this;
  }

  Job without(String name) {
    columns.remove(name);
    queries.remove(name);
    return this;
  }

  /** Before all others. */
  Job first(String name, String columnList, String query) {
    Map<String, String> others = new LinkedHashMap<>(queries);
    queries.clear();
    model(name, columnList, query);
    queries.putAll(others);
    return this;
  }
}
