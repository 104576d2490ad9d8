package io.alluvium.cdc.mysql;

import com.github.shyiko.mysql.binlog.BinaryLogClient;
import com.github.shyiko.mysql.binlog.network.protocol.command.DumpBinaryLogCommand;
import com.github.shyiko.mysql.binlog.network.protocol.command.QueryCommand;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A client that MariaDB sends the identifiers of transactions to. */
final class BinlogClient extends BinaryLogClient {
  private static final String KNOWS_IDENTIFIERS = "SET @mariadb_slave_capability = 4";

  /** Held, for the library's logger forgets its level otherwise. */
  private static final Logger LIBRARY = Logger.getLogger(BinlogClient.class.getName());

  static {
    // Failures are given to the reader of the log, which says what becomes of them.
    LIBRARY.setLevel(Level.OFF);
  }

  BinlogClient(String hostname, int port, String username, String password) {
    super(hostname, port, username, password);
  }

  @Override
  protected void requestBinaryLogStreamMaria(long serverId) throws IOException {
    channel.write(new QueryCommand(KNOWS_IDENTIFIERS));
    checkError(channel.read());
    channel.write(new DumpBinaryLogCommand(serverId, getBinlogFilename(), getBinlogPosition()));
  }
}
