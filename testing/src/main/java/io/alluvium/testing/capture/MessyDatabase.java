package io.alluvium.testing.capture;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.List;
import java.util.Random;

/**
 * A database as nobody would design it: odd names and types, keys of every kind and none,
 * partitions, inheritance, triggers, cascades. And seeded changes of it, as its applications make
 * them.
 */
public final class MessyDatabase {
  /** Each {@code ?} is a small number. */
  private static final List<String> CHANGES =
      List.of(
          "UPDATE customers SET note = 'n?', scores = NULL WHERE id % 7 = ? % 7",
          "UPDATE customers SET id = id + 1000 WHERE id = ?",
          "DELETE FROM customers WHERE id = ?",
          "INSERT INTO customers (name, part, tags) VALUES ('new ?', 0.5, '{\"a, b\",?}')",
          "UPDATE \"Order_Items\" SET \"Qty\" = \"Qty\" + 0.5 WHERE \"item no\" = ? % 5",
          "DELETE FROM \"Order_Items\" WHERE \"Order\" = ?",
          "UPDATE events_log SET size = ?, payload = '{\"a\": [1, ?]}' WHERE kind = 'k1'",
          "DELETE FROM events_log WHERE kind = 'k2' AND size = ? % 2",
          "INSERT INTO events_log VALUES (NULL, NULL, NULL, ? % 3), (now(), 'k1', NULL, ?)",
          "UPDATE \"Select\" SET \"a,b\" = NULL, \"value\" = 'x?' WHERE id = ?",
          "DELETE FROM \"Select\" WHERE id = ?",
          "UPDATE unicode SET \"straße 7\" = 0 WHERE \"größe\" = 'g?'",
          "UPDATE unicode SET \"größe\" = \"größe\" || '!' WHERE \"straße 7\" = ?",
          "UPDATE measurement SET day = day + 1 WHERE city = ? AND day > '2024-12-20'",
          "DELETE FROM measurement WHERE city = ?",
          "UPDATE computed SET w = ? WHERE id = ?",
          "UPDATE unique_only SET code = code || '?' WHERE v = ?",
          "DELETE FROM unique_only WHERE v = ?",
          "UPDATE large_values SET version = version + 1 WHERE id = ? % 10",
          "UPDATE toasted SET version = version + 1 WHERE id % 3 = ? % 3",
          "UPDATE toasted SET id = id + 100 WHERE id = ? % 20",
          "UPDATE toasted SET body = repeat('z?', 5000) WHERE id = ? % 20",
          "UPDATE \"_meta\" SET \"_op\" = 'changed ?' WHERE id = ? % 10",
          "INSERT INTO scratch VALUES (?) ON CONFLICT DO NOTHING",
          "INSERT INTO invoices (amount, customer) SELECT ?, min(id) FROM customers",
          "DELETE FROM invoices WHERE no % 11 = ? % 11",
          "UPDATE open_invoices SET amount = ? WHERE no % 13 = ? % 13",
          "UPDATE vehicles SET wheels = wheels + 1 WHERE id = ? % 20",
          "DELETE FROM vehicles WHERE id = ?",
          "UPDATE visits SET note = 'v?' WHERE at = date '2024-05-01' + ?",
          "UPDATE visits SET at = at + 30 WHERE at = date '2024-05-01' + ?",
          "DELETE FROM visits WHERE at = date '2024-05-01' + ? AND who = 'b'",
          "UPDATE queue SET place = place + 1",
          "UPDATE unnamed SET b = b || '?' WHERE a = 1",
          "INSERT INTO unnamed VALUES (?, NULL)",
          "DELETE FROM unnamed WHERE a = ?",
          "UPDATE \"case\" SET v = 'c?'",
          "UPDATE \"Case\" SET v = 'C?'",
          "UPDATE \"odd .name/with \"\"all\"\" of; it's\" SET \"sum(x) = 1;\" = '?' WHERE"
              + " \"a.b\"\"c\" = ? % 20",
          "UPDATE odd_types SET span = span + '? days', n = ?.10, matrix = '{{?}}', ts = now() WHERE"
              + " id::bigint % 4 = ? % 4",
          "INSERT INTO odd_types (id, home, text_json) VALUES (1000 + ?, ROW('s', '?'),"
              + " '[?,  1.0]') ON CONFLICT DO NOTHING",
          "UPDATE a_name_of_sixty_three_letters_which_is_as_long_as_a_name_can_be SET v = '?'",
          "UPDATE sales.customers SET name = 'n?'",
          "UPDATE \"Größe & Co\".\"Tabelle 1\" SET \"Wert\" = ? WHERE \"Schlüssel\" = 'ä?'",
          "INSERT INTO empty_one SELECT max(id) + 1, 'v?' FROM empty_one",
          "INSERT INTO empty_one VALUES (?, 'v?') ON CONFLICT DO NOTHING",
          "TRUNCATE events_log",
          "TRUNCATE large_values, empty_one");

  private static final int LARGEST = 60;

  private final SourceDatabase database;
  private final Random random;

  public MessyDatabase(SourceDatabase database, long seed) {
    this.database = database;
    this.random = new Random(seed);
  }

  public void load() throws SQLException, IOException {
    try (InputStream script = MessyDatabase.class.getResourceAsStream("messy.sql");
        Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(new String(script.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  /** Transactions of some changes each; parts of them, and some of them, are rolled back. */
  public void change(int transactions) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      for (int i = 0; i < transactions; i++) {
        for (int j = random.nextInt(5); j >= 0; j--) {
          Savepoint before = connection.setSavepoint();
          String sql = numbered(CHANGES.get(random.nextInt(CHANGES.size())));
          try {
            statement.execute(sql);
            if (random.nextInt(8) == 0) {
              connection.rollback(before);
            }
          } catch (SQLException e) {
            // A key that is there already: the application goes on, too.
            if (!e.getSQLState().startsWith("23")) {
              throw new SQLException(sql + ": " + e.getMessage(), e);
            }
            connection.rollback(before);
          }
        }
        if (random.nextInt(10) == 0) {
          connection.rollback();
        } else {
          connection.commit();
        }
      }
    }
  }

  private String numbered(String sql) {
    StringBuilder text = new StringBuilder();
    for (char c : sql.toCharArray()) {
      if (c == '?') {
        text.append(random.nextInt(LARGEST));
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }
}
