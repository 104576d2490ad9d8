package io.alluvium.connectors.azure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.util.HadoopUtils;

/**
 * The driver's settings: Hadoop's files where there are any, then what Flink's configuration says
 * under {@code flink.hadoop.}, as everywhere in Flink, and then what it says under {@code
 * fs.azure.}.
 *
 * <p>A value under {@code fs.azure.} may be {@code ${file:/absolute/path}}, the content of a file
 * without the white space around it, or {@code ${env.NAME}}, a variable of the environment. Both
 * are read when a file system is created, so that a secret is never in Flink's configuration.
 */
final class HadoopSettings {
  private static final String PREFIX = "fs.azure.";
  private static final Pattern FILE = Pattern.compile("\\$\\{file:([^}]*)}");
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{env\\.([^}:-]+)}");

  /** Where nothing else is said: the driver's own defaults suit jobs that read each file once. */
  private static final Map<String, String> DEFAULTS =
      Map.of(
          // The last bytes of a small file go with the request that ends it.
          "fs.azure.write.enableappendwithflush", "true",
          // Entries of the log in one request.
          "fs.azure.read.smallfilescompletely", "true");

  private final Configuration flink;

  HadoopSettings(Configuration flink) {
    this.flink = flink.clone();
  }

  /**
   * For a file system that is created now.
   *
   * @throws AzureStorageException where a value's file or variable is not there
   */
  org.apache.hadoop.conf.Configuration hadoop() throws AzureStorageException {
    org.apache.hadoop.conf.Configuration hadoop = HadoopUtils.getHadoopConfiguration(flink);
    DEFAULTS.forEach(hadoop::setIfUnset);
    for (Map.Entry<String, String> setting : new TreeMap<>(flink.toMap()).entrySet()) {
      if (setting.getKey().startsWith(PREFIX)) {
        hadoop.set(setting.getKey(), expanded(setting.getKey(), setting.getValue()));
      }
    }
    return hadoop;
  }

  private static String expanded(String key, String value) throws AzureStorageException {
    checkVariables(key, value);
    Matcher file = FILE.matcher(value);
    StringBuilder text = new StringBuilder();
    while (file.find()) {
      file.appendReplacement(text, Matcher.quoteReplacement(content(key, file.group(1))));
    }
    return file.appendTail(text).toString();
  }

  /** Hadoop puts their values in; but leaves the name where there is none, as if it were a key. */
  private static void checkVariables(String key, String value) throws AzureStorageException {
    Matcher variable = VARIABLE.matcher(value);
    while (variable.find()) {
      if (System.getenv(variable.group(1)) == null) {
        throw new AzureStorageException(
            key
                + ": the variable "
                + variable.group(1)
                + " is not in the environment. Set it for every process of Flink, or change the"
                + " setting.");
      }
    }
  }

  private static String content(String key, String path) throws AzureStorageException {
    try {
      return Files.readString(Path.of(path)).strip();
    } catch (IOException | InvalidPathException e) {
      throw new AzureStorageException(
          key
              + ": the file "
              + path
              + " cannot be read ("
              + e.getClass().getSimpleName()
              + "). Put the value there, on every machine of Flink, or change the setting.",
          e);
    }
  }
}
