package io.alluvium.state.edits;

import static io.alluvium.state.gate.Verdict.DROPPED;
import static io.alluvium.state.gate.Verdict.KEPT;
import static io.alluvium.state.gate.Verdict.MIXED;
import static io.alluvium.state.gate.Verdict.NEW;
import static io.alluvium.state.gate.Verdict.RESET;

import java.util.List;
import org.apache.flink.table.functions.UserDefinedFunction;

/** What people do to a job that runs. */
final class Edits {
  private static final String SUM = "SUM(amount)";
  private static final String GROUPS = "GROUP BY cust_id";
  private static final String KEYED = ", PRIMARY KEY (cust_id) NOT ENFORCED";

  private Edits() {}

  /** One of each verdict. */
  static List<Edit> few() {
    return List.of(
        Edit.of("HAVING", job -> job.query("totals", GROUPS, GROUPS + " HAVING COUNT(*) > 0")),
        Edit.of("SUM of another column", job -> sumOf(job, "order_id"), "totals", MIXED),
        Edit.of("aggregates in another order", Edits::reordered, "totals", RESET),
        Edit.of("a model first", Edits::another, "regions", NEW));
  }

  static List<Edit> all() {
    return List.of(
        // Columns and text.
        Edit.of("output column renamed", job -> job.query("totals", "AS n", "AS how_many")),
        Edit.of("subquery in place of the view", Edits::inlined),
        Edit.of(
            "columns above a join in another order",
            job ->
                job.query("joined", "o.order_id, c.region", "c.region, o.order_id")
                    .columns("joined", "region STRING, order_id BIGINT, amount BIGINT")),
        Edit.of(
            "a column that a join has",
            job ->
                job.query("joined", "o.amount", "o.amount, o.cust_id")
                    .columns(
                        "joined", "order_id BIGINT, region STRING, amount BIGINT, cust BIGINT")),
        Edit.of(
            "a column that is new to a join",
            job ->
                job.query("joined", "o.amount", "o.amount, o.ts")
                    .columns(
                        "joined", "order_id BIGINT, region STRING, amount BIGINT, ts TIMESTAMP(3)"),
            "joined",
            RESET),
        Edit.of(
            "a column less in a deduplication",
            job ->
                job.query("latest", "SELECT order_id, cust_id, amount", "SELECT order_id, amount")
                    .columns(
                        "latest",
                        "order_id BIGINT, amount BIGINT, PRIMARY KEY (order_id) NOT ENFORCED"),
            "latest",
            RESET),
        Edit.of(
            "the source gets a column",
            job -> {
              job.tables.computeIfPresent(
                  "orders",
                  (name, columns) -> columns.replace(", WATERMARK", ", note STRING, WATERMARK"));
              return job;
            }),
        Edit.of(
            "the view gives a column more",
            job -> view(job, "SELECT *, amount * 2 AS twice FROM orders WHERE status <> 'void'")),
        Edit.of(
            "the watermark is later",
            job -> {
              job.tables.computeIfPresent(
                  "orders", (name, columns) -> columns.replace("'1' DAY", "'2' DAY"));
              return job;
            }),

        // Conditions.
        Edit.of(
            "WHERE on a model",
            job -> job.query("totals", "FROM paid", "FROM paid WHERE amount > 6"),
            "totals",
            MIXED),
        Edit.of("HAVING", job -> job.query("totals", GROUPS, GROUPS + " HAVING COUNT(*) > 0")),
        Edit.of(
            "a constant in the shared view",
            job -> view(job, "SELECT * FROM orders WHERE status <> 'lost'"),
            "latest",
            MIXED,
            "joined",
            MIXED,
            "totals",
            MIXED,
            "windows",
            MIXED),
        Edit.on(
            "conditions in another order",
            job -> view(job, "SELECT * FROM orders WHERE status <> 'void' AND amount > 0"),
            job -> view(job, "SELECT * FROM orders WHERE amount > 0 AND status <> 'void'")),
        Edit.of("a condition moved into the model", Edits::movedCondition),

        // Aggregates.
        Edit.of("aggregates in another order", Edits::reordered, "totals", RESET),
        Edit.of(
            "an aggregate more",
            job ->
                job.query("totals", SUM + " AS total", SUM + " AS total, MAX(amount) AS most")
                    .columns(
                        "totals", "cust_id BIGINT, n BIGINT, total BIGINT, most BIGINT" + KEYED),
            "totals",
            RESET),
        Edit.of(
            "MAX in place of SUM", job -> job.query("totals", SUM, "MAX(amount)"), "totals", RESET),
        Edit.of("SUM of another column", job -> sumOf(job, "order_id"), "totals", MIXED),
        Edit.of("SUM of an expression", job -> sumOf(job, "amount * 2"), "totals", MIXED),
        Edit.of(
            "SUM of decimals",
            job ->
                sumOf(job, "CAST(amount AS DECIMAL(10, 2))")
                    .columns("totals", "cust_id BIGINT, n BIGINT, total DECIMAL(38, 2)" + KEYED),
            "totals",
            RESET),
        Edit.of(
            "a distinct count more",
            job ->
                job.query("totals", SUM + " AS total", SUM + " AS total, COUNT(DISTINCT status)")
                    .columns(
                        "totals", "cust_id BIGINT, n BIGINT, total BIGINT, kinds BIGINT" + KEYED),
            "totals",
            RESET),
        Edit.of(
            "FILTER on an aggregate",
            job -> job.query("totals", SUM, SUM + " FILTER (WHERE amount > 6)"),
            "totals",
            RESET),
        Edit.of(
            "a group key more",
            job ->
                job.query("totals", "SELECT cust_id", "SELECT cust_id, status")
                    .query("totals", GROUPS, GROUPS + ", status")
                    .columns(
                        "totals",
                        "cust_id BIGINT, status STRING, n BIGINT, total BIGINT,"
                            + " PRIMARY KEY (cust_id, status) NOT ENFORCED"),
            "totals",
            RESET),
        Edit.of(
            "another group key of the same type",
            job ->
                job.query("totals", "cust_id", "order_id")
                    .columns(
                        "totals",
                        "order_id BIGINT,"
                            + " n BIGINT, total BIGINT, PRIMARY KEY (order_id) NOT ENFORCED"),
            "totals",
            RESET),
        Edit.on(
            "code of a function",
            job -> adjusted(job, "adjusted", Functions.PlusOne.class),
            job -> function(job, "adjusted", Functions.PlusTwo.class),
            "totals",
            MIXED),
        Edit.on(
            "a function renamed",
            job -> adjusted(job, "adjusted", Functions.PlusOne.class),
            job -> {
              job.functions.clear();
              return function(
                  job.query("totals", "adjusted(", "corrected("),
                  "corrected",
                  Functions.PlusOne.class);
            }),
        Edit.on(
            "the inner one of two aggregations",
            Edits::nested,
            job -> job.query("nested", "COUNT(*) AS n FROM", "MAX(amount) AS n FROM"),
            "nested",
            RESET),
        Edit.on(
            "a condition before two aggregations",
            Edits::nested,
            job ->
                job.query(
                    "nested",
                    "GROUP BY cust_id) GROUP BY n",
                    "GROUP BY cust_id) WHERE cust_id <> 2 GROUP BY n"),
            "nested",
            MIXED),
        Edit.on(
            "SELECT DISTINCT of a column more",
            job -> job.model("kinds", "status STRING", "SELECT DISTINCT status FROM paid"),
            job ->
                job.model(
                    "kinds",
                    "status STRING, c BIGINT",
                    "SELECT DISTINCT status, cust_id FROM paid"),
            "kinds",
            RESET),

        // Windows.
        Edit.of(
            "windows of another size",
            job -> job.query("windows", "'10' SECOND", "'20' SECOND"),
            "windows",
            RESET),
        Edit.of(
            "an aggregate more in windows",
            job ->
                job.query("windows", SUM, SUM + ", COUNT(*)")
                    .columns(
                        "windows", "begins TIMESTAMP(3), cust_id BIGINT, total BIGINT, n BIGINT"),
            "windows",
            RESET),
        Edit.of(
            "SUM of another column in windows",
            job -> job.query("windows", SUM, "SUM(order_id)"),
            "windows",
            MIXED),
        Edit.on(
            "hopping windows of another step",
            job -> hop(job, 5),
            job -> hop(job, 2),
            "hops",
            RESET),
        Edit.on(
            "the gap of sessions",
            job -> session(job, 5, ""),
            job -> session(job, 2, ""),
            "sessions",
            RESET),
        Edit.on(
            "WHERE on sessions",
            job -> session(job, 5, ""),
            job -> session(job, 5, " WHERE amount > 6"),
            "sessions",
            MIXED),
        Edit.on(
            "columns of sessions in another order",
            job -> session(job, 5, ""),
            job ->
                job.model(
                    "sessions",
                    "total BIGINT, cust_id BIGINT, begins TIMESTAMP(3)",
                    "SELECT total, cust_id, begins FROM (" + job.queries.get("sessions") + ")")),

        // Joins.
        Edit.of("LEFT JOIN", job -> job.query("joined", "JOIN", "LEFT JOIN"), "joined", RESET),
        Edit.of(
            "a join more",
            job ->
                job.query(
                    "joined",
                    "FROM paid o",
                    "FROM paid o JOIN orders p ON p.order_id = o.order_id"),
            "joined",
            RESET),
        Edit.on(
            "a join below an aggregation",
            job ->
                job.model(
                    "by_region",
                    "region STRING, total BIGINT",
                    "SELECT region, SUM(amount) AS total FROM paid o JOIN customers c ON o.cust_id ="
                        + " c.cust_id GROUP BY region"),
            job -> job.query("by_region", "JOIN", "LEFT JOIN"),
            "by_region",
            RESET),
        Edit.on(
            "a key declared on a table",
            job -> {
              job.tables.put("customers", "cust_id BIGINT, region STRING");
              return job;
            },
            job -> {
              job.tables.put("customers", "cust_id BIGINT, region STRING" + KEYED);
              return job;
            },
            "joined",
            RESET),
        Edit.on(
            "a column of a join can no longer be null",
            job ->
                job.query("joined", "o.amount", "o.status")
                    .columns("joined", "order_id BIGINT, region STRING, status STRING"),
            job ->
                job.query(
                    "joined",
                    "paid o",
                    "(SELECT order_id, cust_id, COALESCE(status, '') AS status FROM paid) o"),
            "joined",
            RESET),
        Edit.on(
            "EXISTS", Edits::known, job -> job.query("known", "IN (", "NOT IN ("), "known", RESET),
        Edit.on(
            "an interval join's interval", job -> near(job, 5), job -> near(job, 9), "near", RESET),
        Edit.on(
            "WHERE on an interval join",
            job -> near(job, 5),
            job -> job.query("near", "FROM paid a", "FROM (SELECT * FROM paid WHERE amount > 6) a"),
            "near",
            MIXED),
        Edit.on(
            "columns of an interval join in another order",
            job -> near(job, 5),
            job -> job.query("near", "a.order_id, b.order_id", "b.order_id, a.order_id")),

        // Over, rank and deduplication.
        Edit.on(
            "OVER of other rows",
            job -> over(job, "RANGE UNBOUNDED PRECEDING"),
            job -> over(job, "ROWS BETWEEN 1 PRECEDING AND CURRENT ROW"),
            "cumulated",
            RESET),
        Edit.on(
            "WHERE on OVER",
            job -> over(job, "RANGE UNBOUNDED PRECEDING"),
            job -> job.query("cumulated", "FROM paid", "FROM paid WHERE amount > 6"),
            "cumulated",
            MIXED),
        Edit.on(
            "columns of OVER in another order",
            job -> over(job, "RANGE UNBOUNDED PRECEDING"),
            job ->
                job.model(
                    "cumulated",
                    "total BIGINT, id BIGINT",
                    "SELECT total, id FROM ("
                        + job.queries
                            .get("cumulated")
                            .replace(") FROM", ") AS total FROM")
                            .replace("SELECT order_id", "SELECT order_id AS id")
                        + ")")),
        Edit.on(
            "the first two in place of one", job -> top(job, 1), job -> top(job, 2), "top", RESET),
        Edit.on(
            "the least in place of the most",
            job -> top(job, 2),
            job -> job.query("top", "DESC", "ASC"),
            "top",
            RESET),
        Edit.of(
            "a deduplication by another key",
            job ->
                job.query("latest", "PARTITION BY order_id", "PARTITION BY cust_id")
                    .columns("latest", "order_id BIGINT, cust_id BIGINT, amount BIGINT" + KEYED),
            "latest",
            RESET),

        // The job.
        Edit.of(
            "parallelism 2",
            job -> {
              job.parallelism = 2;
              return job;
            }),
        Edit.of(
            "time-to-live of all state",
            job -> setting(job, "table.exec.state.ttl", "1 d"),
            "latest",
            RESET,
            "joined",
            RESET,
            "totals",
            RESET),
        Edit.on(
            "another time-to-live of all state",
            job -> setting(job, "table.exec.state.ttl", "1 d"),
            job -> setting(job, "table.exec.state.ttl", "2 d")),
        Edit.of(
            "time-to-live of one operator",
            job -> job.query("totals", "SELECT", "SELECT /*+ STATE_TTL('paid' = '1d') */"),
            "totals",
            RESET),
        Edit.of(
            "mini-batches",
            job ->
                setting(
                    setting(
                        setting(job, "table.exec.mini-batch.enabled", "true"),
                        "table.exec.mini-batch.allow-latency",
                        "50 ms"),
                    "table.exec.mini-batch.size",
                    "100"),
            "totals",
            RESET),
        Edit.of(
            "a sink that takes upserts",
            job -> {
              job.upserts.add("totals");
              return job;
            }),
        Edit.of(
            "a model last",
            job -> job.model("regions", "order_id BIGINT", "SELECT order_id FROM paid"),
            "regions",
            NEW),
        Edit.of("a model first", Edits::another, "regions", NEW),
        Edit.of("a model less", job -> job.without("joined"), "joined", DROPPED),
        Edit.of(
            "a table renamed",
            job -> {
              String columns = job.columns.get("totals");
              String query = job.queries.get("totals");
              return job.without("totals").model("sums", columns, query);
            },
            "totals",
            DROPPED,
            "sums",
            KEPT),
        Edit.on(
            "rows of another table as well",
            job -> {
              job.tables.put("old_orders", job.tables.get("orders"));
              return job.model("former", "order_id BIGINT", "SELECT order_id FROM old_orders");
            },
            job ->
                job.query(
                    "totals",
                    "FROM paid",
                    "FROM (SELECT cust_id, amount FROM paid UNION ALL SELECT cust_id, amount FROM"
                        + " old_orders)"),
            "totals",
            MIXED));
  }

  private static Job sumOf(Job job, String expression) {
    return job.query("totals", SUM, "SUM(" + expression + ")");
  }

  private static Job reordered(Job job) {
    return job.query(
            "totals", "COUNT(*) AS n, SUM(amount) AS total", "SUM(amount) AS total, COUNT(*) AS n")
        .columns("totals", "cust_id BIGINT, total BIGINT, n BIGINT" + KEYED);
  }

  private static Job another(Job job) {
    return job.first(
        "regions",
        "region STRING, n BIGINT, PRIMARY KEY (region) NOT ENFORCED",
        "SELECT region, COUNT(*) AS n FROM customers GROUP BY region");
  }

  private static Job inlined(Job job) {
    String view = "(" + job.views.get("paid") + ")";
    return job.query("totals", "FROM paid", "FROM " + view).query("joined", "paid o", view + " o");
  }

  private static Job movedCondition(Job job) {
    view(job, "SELECT * FROM orders");
    String condition = "status <> 'void'";
    return job.query("totals", "FROM paid", "FROM paid WHERE " + condition)
        .query("joined", "paid o", "(SELECT * FROM paid WHERE " + condition + ") o")
        .query("latest", "FROM paid", "FROM paid WHERE " + condition)
        .query("windows", "TABLE paid", "TABLE paid_too")
        .view("paid_too", "SELECT * FROM paid WHERE " + condition);
  }

  private static Job view(Job job, String query) {
    return job.view("paid", query);
  }

  private static Job setting(Job job, String key, String value) {
    job.settings.put(key, value);
    return job;
  }

  private static Job function(Job job, String name, Class<? extends UserDefinedFunction> code) {
    job.functions.put(name, code);
    return job;
  }

  private static Job adjusted(Job job, String name, Class<? extends UserDefinedFunction> code) {
    return function(sumOf(job, name + "(amount)"), name, code);
  }

  private static Job nested(Job job) {
    return job.model(
        "nested",
        "n BIGINT, customers BIGINT, PRIMARY KEY (n) NOT ENFORCED",
        "SELECT n, COUNT(*) AS customers FROM (SELECT cust_id, COUNT(*) AS n FROM paid GROUP BY"
            + " cust_id) GROUP BY n");
  }

  private static Job hop(Job job, int step) {
    return job.model(
        "hops",
        "begins TIMESTAMP(3), total BIGINT",
        "SELECT window_start, SUM(amount) FROM TABLE(HOP(TABLE paid, DESCRIPTOR(ts), INTERVAL '"
            + step
            + "' SECOND, INTERVAL '10' SECOND)) GROUP BY window_start, window_end");
  }

  private static Job session(Job job, int gap, String where) {
    return job.view("chosen", "SELECT * FROM paid" + where)
        .model(
            "sessions",
            "begins TIMESTAMP(3), cust_id BIGINT, total BIGINT",
            "SELECT window_start AS begins, cust_id, SUM(amount) AS total FROM TABLE(SESSION(TABLE"
                + " chosen PARTITION BY cust_id, DESCRIPTOR(ts), INTERVAL '"
                + gap
                + "' SECOND)) GROUP BY window_start, window_end, cust_id");
  }

  private static Job known(Job job) {
    return job.model(
        "known",
        "order_id BIGINT",
        "SELECT order_id FROM paid WHERE cust_id IN (SELECT cust_id FROM customers)");
  }

  private static Job near(Job job, int seconds) {
    return job.model(
        "near",
        "order_id BIGINT, other BIGINT",
        "SELECT a.order_id, b.order_id FROM paid a JOIN orders b ON a.cust_id = b.cust_id AND a.ts"
            + " BETWEEN b.ts - INTERVAL '"
            + seconds
            + "' SECOND AND b.ts");
  }

  private static Job over(Job job, String rows) {
    return job.model(
        "cumulated",
        "id BIGINT, total BIGINT",
        "SELECT order_id, SUM(amount) OVER (PARTITION BY cust_id ORDER BY ts "
            + rows
            + ") FROM paid");
  }

  private static Job top(Job job, int count) {
    return job.model(
        "top",
        "cust_id BIGINT, order_id BIGINT, amount BIGINT",
        "SELECT cust_id, order_id, amount FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY cust_id"
            + " ORDER BY amount DESC) AS place FROM paid) WHERE place <= "
            + count);
  }
}
