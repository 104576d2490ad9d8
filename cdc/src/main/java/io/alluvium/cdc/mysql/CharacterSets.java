package io.alluvium.cdc.mysql;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import javax.annotation.Nullable;
import org.apache.flink.table.data.StringData;

/** The server's character sets, of which the log's texts are. */
final class CharacterSets {
  static final String BINARY = "binary";

  private static final Map<String, String> JAVA_NAMES =
      Map.ofEntries(
          Map.entry("ascii", "US-ASCII"),
          Map.entry("big5", "Big5"),
          Map.entry("cp1250", "windows-1250"),
          Map.entry("cp1251", "windows-1251"),
          Map.entry("cp1256", "windows-1256"),
          Map.entry("cp1257", "windows-1257"),
          Map.entry("cp850", "IBM850"),
          Map.entry("cp852", "IBM852"),
          Map.entry("cp866", "IBM866"),
          Map.entry("cp932", "windows-31j"),
          Map.entry("euckr", "EUC-KR"),
          Map.entry("gb18030", "GB18030"),
          Map.entry("gb2312", "GB2312"),
          Map.entry("gbk", "GBK"),
          Map.entry("greek", "ISO-8859-7"),
          Map.entry("hebrew", "ISO-8859-8"),
          Map.entry("koi8r", "KOI8-R"),
          Map.entry("koi8u", "KOI8-U"),
          Map.entry("latin2", "ISO-8859-2"),
          Map.entry("latin5", "ISO-8859-9"),
          Map.entry("latin7", "ISO-8859-13"),
          Map.entry("macroman", "x-MacRoman"),
          Map.entry("macce", "x-MacCentralEurope"),
          Map.entry("sjis", "Shift_JIS"),
          Map.entry("tis620", "TIS-620"),
          Map.entry("ucs2", "UTF-16BE"),
          Map.entry("ujis", "EUC-JP"),
          Map.entry("utf16", "UTF-16BE"),
          Map.entry("utf16le", "UTF-16LE"),
          Map.entry("utf32", "UTF-32BE"),
          Map.entry("utf8", "UTF-8"),
          Map.entry("utf8mb3", "UTF-8"),
          Map.entry("utf8mb4", "UTF-8"));

  /** What MySQL's latin1 has from 0x80 to 0x9f: that of Windows, and controls where it has none. */
  private static final String LATIN1_UPPER =
      "\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d"
          + "\u008f\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153"
          + "\u009d\u017e\u0178";

  private static final int LATIN1_START = 0x80;

  private CharacterSets() {}

  /** Reads text. */
  interface Decoder {
    StringData decode(byte[] bytes);
  }

  /** Null where it cannot be read. */
  @Nullable
  static Decoder decoder(String characterSet) {
    if (characterSet.equals("latin1")) {
      return CharacterSets::latin1;
    }
    String name = JAVA_NAMES.get(characterSet);
    if (name == null || !Charset.isSupported(name)) {
      return null;
    }
    Charset charset = Charset.forName(name);
    return charset.equals(StandardCharsets.UTF_8)
        ? StringData::fromBytes
        : bytes -> StringData.fromString(new String(bytes, charset));
  }

  private static StringData latin1(byte[] bytes) {
    char[] characters = new char[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      int code = bytes[i] & 0xff;
      int upper = code - LATIN1_START;
      characters[i] =
          upper >= 0 && upper < LATIN1_UPPER.length() ? LATIN1_UPPER.charAt(upper) : (char) code;
    }
    return StringData.fromString(new String(characters));
  }
}
