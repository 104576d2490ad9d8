package io.alluvium.ingest;

import java.util.Locale;
import java.util.Map;
import org.apache.flink.configuration.Configuration;

/** Reads the job's options; secrets only from where other users cannot see them. */
final class CommandLine {
  static final String JAAS_VARIABLE = "ALLUVIUM_KAFKA_SASL_JAAS_CONFIG";
  private static final String JAAS_OPTION = "kafka.sasl.jaas.config";

  private CommandLine() {}

  static Configuration parse(String[] args, Map<String, String> environment) {
    Configuration options = new Configuration();
    for (int i = 0; i < args.length; i += 2) {
      if (!args[i].startsWith("--") || i + 1 == args.length) {
        throw new DevicesException("Options are pairs of --key value; '" + args[i] + "' is not.");
      }
      String key = args[i].substring(2);
      if (key.equals(JAAS_OPTION) || key.toLowerCase(Locale.ROOT).contains("password")) {
        throw new DevicesException(
            "Option --"
                + key
                + " would show a secret to every user of this machine. Set "
                + JAAS_VARIABLE
                + " to the value of sasl.jaas.config.");
      }
      options.setString(key, args[i + 1]);
    }
    if (environment.containsKey(JAAS_VARIABLE)) {
      options.setString(JAAS_OPTION, environment.get(JAAS_VARIABLE));
    }
    return options;
  }
}
