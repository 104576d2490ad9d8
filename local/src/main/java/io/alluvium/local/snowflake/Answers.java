package io.alluvium.local.snowflake;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The JSON that the driver reads. */
final class Answers {
  private static final int LONGEST_TEXT = 16_777_216;
  private final ObjectMapper json = new ObjectMapper();

  ObjectNode success(ObjectNode data) {
    ObjectNode answer = json.createObjectNode();
    answer.set("data", data);
    answer.putNull("code");
    answer.putNull("message");
    answer.put("success", true);
    return answer;
  }

  ObjectNode failure(SnowflakeError error, String queryId) {
    ObjectNode data = json.createObjectNode();
    data.put("sqlState", error.sqlState());
    data.put("queryId", queryId);
    data.put("errorCode", error.code());
    ObjectNode answer = json.createObjectNode();
    answer.set("data", data);
    answer.put("code", error.code());
    answer.put("message", error.getMessage());
    answer.put("success", false);
    return answer;
  }

  ObjectNode login(String token, String sessionId, DuckSession.Place place) {
    ObjectNode data = json.createObjectNode();
    data.put("token", token);
    data.put("masterToken", "master-" + token);
    data.put("validityInSeconds", 3600);
    data.put("masterValidityInSeconds", 14_400);
    data.put("serverVersion", "9.0.0 local");
    data.put("sessionId", sessionId);
    data.putNull("newClientForUpgrade");
    data.set("parameters", parameters(true));
    ObjectNode session = data.putObject("sessionInfo");
    session.put("databaseName", place.database());
    session.put("schemaName", place.schema());
    session.putNull("roleName");
    session.putNull("warehouseName");
    return success(data);
  }

  private ArrayNode parameters(boolean autocommit) {
    ArrayNode parameters = json.createArrayNode();
    parameters.addObject().put("name", "AUTOCOMMIT").put("value", autocommit);
    parameters.addObject().put("name", "CLIENT_TELEMETRY_ENABLED").put("value", false);
    parameters.addObject().put("name", "TIMEZONE").put("value", "UTC");
    parameters.addObject().put("name", "QUERY_CONTEXT_CACHE_SIZE").put("value", 0);
    // Values are bound in the request, however many they are.
    parameters.addObject().put("name", "CLIENT_STAGE_ARRAY_BINDING_THRESHOLD").put("value", 0);
    return parameters;
  }

  ObjectNode result(StatementResult result, String queryId, boolean autocommit) {
    ObjectNode data = data(result.kind(), queryId, autocommit);
    columns(data, result.columns());
    ArrayNode rows = data.putArray("rowset");
    for (List<String> row : result.rows()) {
      ArrayNode values = rows.addArray();
      row.forEach(values::add);
    }
    data.put("total", result.rows().size());
    data.put("returned", result.rows().size());
    return success(data);
  }

  /** Of a statement that is looked at before its values come. */
  ObjectNode description(StatementKind kind, int binds, String queryId, boolean autocommit) {
    ObjectNode data = data(kind, queryId, autocommit);
    columns(data, List.of());
    data.putArray("rowset");
    data.put("numberOfBinds", binds);
    data.put("arrayBindSupported", kind == StatementKind.INSERT);
    ArrayNode metadata = data.putArray("metaDataOfBinds");
    for (int i = 0; i < binds; i++) {
      column(metadata.addObject(), new ResultColumn(Integer.toString(i + 1), "text", 0, 0));
    }
    return success(data);
  }

  ObjectNode several(
      List<String> ids, List<StatementKind> kinds, String queryId, boolean autocommit) {
    ObjectNode data = data(StatementKind.SEVERAL, queryId, autocommit);
    columns(data, List.of(new ResultColumn("multiple statement execution", "text", 0, 0)));
    data.putArray("rowset").addArray().add("Multiple statements executed successfully.");
    data.put("total", 1);
    data.put("returned", 1);
    data.put("resultIds", String.join(",", ids));
    data.put(
        "resultTypes",
        String.join(",", kinds.stream().map(k -> Integer.toString(k.number())).toList()));
    return success(data);
  }

  ObjectNode upload(Stages.Upload upload, String queryId) {
    ObjectNode data = json.createObjectNode();
    data.put("command", "UPLOAD");
    data.put("queryId", queryId);
    data.putArray("src_locations").add(upload.source());
    data.put("parallel", 1);
    data.put("threshold", 209_715_200);
    data.put("autoCompress", upload.compress());
    data.put("overwrite", upload.overwrite());
    data.put("sourceCompression", "auto_detect");
    data.put("clientShowEncryptionParameter", false);
    data.putNull("encryptionMaterial");
    data.put("statementTypeId", StatementKind.PUT.number());
    ObjectNode stage = data.putObject("stageInfo");
    stage.put("locationType", "LOCAL_FS");
    stage.put("location", upload.folder().toString());
    stage.putObject("creds");
    return success(data);
  }

  ObjectNode empty() {
    return success(json.createObjectNode());
  }

  private ObjectNode data(StatementKind kind, String queryId, boolean autocommit) {
    ObjectNode data = json.createObjectNode();
    data.set("parameters", parameters(autocommit));
    data.put("queryId", queryId);
    data.put("statementTypeId", kind.number());
    data.put("version", 1);
    data.put("queryResultFormat", "json");
    data.put("numberOfBinds", 0);
    data.put("arrayBindSupported", false);
    return data;
  }

  private void columns(ObjectNode data, List<ResultColumn> columns) {
    ArrayNode types = data.putArray("rowtype");
    columns.forEach(column -> column(types.addObject(), column));
  }

  private static void column(ObjectNode node, ResultColumn column) {
    node.put("name", column.name());
    node.put("type", column.type());
    node.put("precision", column.precision());
    node.put("scale", column.scale());
    node.put("length", LONGEST_TEXT);
    node.put("byteLength", LONGEST_TEXT);
    node.put("nullable", true);
    node.put("database", "");
    node.put("schema", "");
    node.put("table", "");
    node.putNull("collation");
  }
}
