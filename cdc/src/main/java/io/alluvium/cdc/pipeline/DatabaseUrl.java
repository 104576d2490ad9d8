package io.alluvium.cdc.pipeline;

import io.alluvium.cdc.bronze.BronzeSettings;
import io.alluvium.cdc.capture.CdcException;
import io.alluvium.cdc.capture.TablePatterns;
import io.alluvium.connectors.delta.sink.routing.SchemaPolicy;
import io.alluvium.definitions.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A pipeline without a file, from a URL such as {@code postgresql://user@host:5432/database}. */
public record DatabaseUrl(
    SourceType type, String hostname, int port, String database, String username) {

  /**
   * @throws CdcException where it is none, or has a password, which others could see
   */
  public static DatabaseUrl parse(String text) {
    URI uri;
    try {
      uri = new URI(text.startsWith("jdbc:") ? text.substring("jdbc:".length()) : text);
    } catch (URISyntaxException e) {
      // Without the cause, which shows the text.
      throw refused("is no URL");
    }
    SourceType type =
        switch (uri.getScheme() == null ? "" : uri.getScheme()) {
          case "postgresql", "postgres" -> SourceType.POSTGRES;
          case "mysql", "mariadb" -> SourceType.MYSQL;
          default -> throw refused("begins with neither postgresql: nor mysql:");
        };
    String user = uri.getUserInfo();
    String database = uri.getPath() == null ? "" : uri.getPath().replaceFirst("^/", "");
    if (uri.getHost() == null || user == null || user.isEmpty()) {
      throw refused("lacks a host or a user");
    } else if (user.contains(":")) {
      throw new CdcException(
          "--database-url holds a password, which every user of this machine could see. Take it out"
              + " and set ALLUVIUM_CDC_PASSWORD, or give --password-file.");
    } else if (type == SourceType.POSTGRES && database.isEmpty()) {
      throw refused("lacks a database");
    }
    return new DatabaseUrl(
        type,
        uri.getHost(),
        uri.getPort() < 0 ? type.defaultPort() : uri.getPort(),
        database,
        user);
  }

  private static CdcException refused(String reason) {
    return new CdcException(
        "--database-url "
            + reason
            + ". Write for example postgresql://user@host:5432/database or mysql://user@host:3306.");
  }

  /** Stable for a database: the slot and the job are named so. */
  private String defaultName() {
    String name = database.isEmpty() ? hostname : database;
    return "alluvium_" + name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_");
  }

  /**
   * @param name of the slot and the job; empty for one after the database
   * @throws CdcException where a pattern is none
   */
  public CdcPipeline pipeline(
      String name, String tables, String excluded, Secret password, String lake) {
    String slot = name.isEmpty() ? defaultName() : name;
    String databaseOfPatterns = type == SourceType.POSTGRES ? database : "";
    TablePatterns patterns;
    try {
      patterns = TablePatterns.parse(tables, excluded, databaseOfPatterns);
    } catch (IllegalArgumentException e) {
      throw new CdcException("--tables: " + e.getMessage() + ".", e);
    }
    SourceDefinition source =
        new SourceDefinition(
            type,
            database.isEmpty() ? hostname : database,
            hostname,
            port,
            databaseOfPatterns,
            username,
            password,
            patterns,
            PipelineFile.DEFAULT_CONNECT_TIMEOUT,
            PipelineFile.DEFAULT_CHUNK_SIZE,
            PipelineFile.DEFAULT_HEARTBEAT,
            Map.of("slot.name", slot));
    return new CdcPipeline(
        slot,
        0,
        source,
        List.of(),
        List.of(),
        new BronzeSettings(
            lake, PipelineFile.DEFAULT_LAYER, List.of(), Map.of(), SchemaPolicy.EVOLVE));
  }
}
