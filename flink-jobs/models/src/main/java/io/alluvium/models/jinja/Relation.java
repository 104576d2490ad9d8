package io.alluvium.models.jinja;

/** A table or view, as templates see it: its fields can be read, and its text is its SQL name. */
public final class Relation {
  private final String database;
  private final String schema;
  private final String identifier;

  public Relation(String database, String schema, String identifier) {
    this.database = database;
    this.schema = schema;
    this.identifier = identifier;
  }

  public String getDatabase() {
    return database;
  }

  public String getSchema() {
    return schema;
  }

  public String getIdentifier() {
    return identifier;
  }

  public String getName() {
    return identifier;
  }

  /** In backticks, which keep any name apart from SQL's own words. */
  @Override
  public String toString() {
    return quoted(database) + "." + quoted(schema) + "." + quoted(identifier);
  }

  public static String quoted(String name) {
    return "`" + name.replace("`", "``") + "`";
  }
}
