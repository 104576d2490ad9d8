package io.alluvium.connectors.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/** Changes rows, each by a step of its version, in transactions small and large. */
final class Changer {
  private static final int LARGE = 3_000;

  private final Database database;
  private final List<String> tables;
  private final int rows;
  private final Random random;
  private final ReentrantLock pause = new ReentrantLock(true);
  private final Thread thread;
  private volatile boolean running = true;
  private volatile Exception failure;

  Changer(Database database, List<String> tables, int rows, long seed) {
    this.database = database;
    this.tables = tables;
    this.rows = rows;
    this.random = new Random(seed);
    this.thread = new Thread(this::run, "changer");
  }

  void start() {
    thread.start();
  }

  void whilePaused(Action action) throws Exception {
    pause.lock();
    try {
      action.run();
    } finally {
      pause.unlock();
    }
  }

  interface Action {
    void run() throws Exception;
  }

  void finish() throws Exception {
    running = false;
    thread.join();
    if (failure != null) {
      throw failure;
    }
  }

  private void run() {
    while (running && failure == null) {
      Callable<Void> some =
          () -> {
            try (Connection connection = database.newConnection()) {
              for (int i = 0; i < 20; i++) {
                change(connection);
              }
            }
            return null;
          };
      pause.lock();
      try {
        some.call();
      } catch (Exception e) {
        failure = e;
      } finally {
        pause.unlock();
      }
      LockSupport.parkNanos(5_000_000);
    }
  }

  private void change(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      if (random.nextInt(200) == 0) {
        statement.execute(
            "UPDATE "
                + tables.get(random.nextInt(tables.size()))
                + " SET version = version + 1 WHERE id <= "
                + LARGE);
      }
      for (String table : tables) {
        for (int i = random.nextInt(3); i >= 0; i--) {
          int id = 1 + random.nextInt(rows);
          String sql = "UPDATE " + table + " SET version = version + 1 WHERE id = " + id;
          statement.execute(sql);
          if (random.nextInt(4) == 0) {
            statement.execute("SAVEPOINT here");
            statement.execute(sql);
            if (random.nextBoolean()) {
              statement.execute("ROLLBACK TO here");
            }
          }
        }
      }
    }
    if (random.nextInt(10) == 0) {
      connection.rollback();
    } else {
      connection.commit();
    }
  }
}
