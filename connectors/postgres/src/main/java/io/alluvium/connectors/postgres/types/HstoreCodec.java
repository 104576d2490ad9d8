package io.alluvium.connectors.postgres.types;

import org.apache.flink.table.data.StringData;

/** {@code hstore}: a JSON object. Read as text, as the type's number differs between databases. */
final class HstoreCodec extends Codec {

  @Override
  public boolean readsBinary() {
    return false;
  }

  @Override
  public Object text(WireBytes message, int offset, int length) {
    return StringData.fromString(normalised(message.string(offset, length)));
  }

  @Override
  public String binaryToText(byte[] bytes, int offset, int length) {
    throw new UnsupportedOperationException("read as text");
  }

  /** From {@code "key"=>"value", "other"=>NULL}. */
  @Override
  public String normalised(String text) {
    StringBuilder json = new StringBuilder("{");
    int at = 0;
    while (at < text.length()) {
      char character = text.charAt(at);
      if (character == '"') {
        StringBuilder part = new StringBuilder();
        at++;
        while (text.charAt(at) != '"') {
          if (text.charAt(at) == '\\') {
            at++;
          }
          part.append(text.charAt(at++));
        }
        at++;
        JsonText.quote(json, part.toString());
      } else if (character == '=') {
        json.append(':');
        at += 2;
      } else if (character == 'N') {
        json.append("null");
        at += "NULL".length();
      } else {
        if (character == ',') {
          json.append(',');
        }
        at++;
      }
    }
    return json.append('}').toString();
  }

  @Override
  public boolean isJson(String text) {
    return true;
  }
}
