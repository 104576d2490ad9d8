package io.alluvium.cdc;

import io.alluvium.cdc.capture.CapturedDatabase;
import io.alluvium.cdc.capture.CdcException;
import io.alluvium.cdc.mysql.MySqlDatabase;
import io.alluvium.cdc.pipeline.SourceDefinition;
import io.alluvium.cdc.postgres.PostgresDatabase;

/** Knows the kinds of databases. */
public final class Databases {

  private Databases() {}

  /**
   * @throws CdcException where it cannot be reached or does not let the user in
   */
  public static CapturedDatabase connect(SourceDefinition source) {
    return switch (source.type()) {
      case POSTGRES -> PostgresDatabase.connect(source);
      case MYSQL -> MySqlDatabase.connect(source);
    };
  }
}
