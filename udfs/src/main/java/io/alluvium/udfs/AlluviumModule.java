package io.alluvium.udfs;

import io.alluvium.udfs.amqp.AmqpText;
import io.alluvium.udfs.privacy.MaskEmail;
import io.alluvium.udfs.privacy.MaskText;
import io.alluvium.udfs.privacy.Pseudonym;
import io.alluvium.udfs.series.LongestGap;
import io.alluvium.udfs.series.RobustOutliers;
import io.alluvium.udfs.series.RobustZScore;
import io.alluvium.udfs.series.SeriesSummary;
import io.alluvium.udfs.time.DateIn;
import io.alluvium.udfs.time.DayStart;
import io.alluvium.udfs.time.TimestampIn;
import io.alluvium.udfs.time.ToMillis;
import io.alluvium.udfs.units.ConvertUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.table.functions.FunctionDefinition;
import org.apache.flink.table.module.Module;

/** All functions of this module of Flink SQL, after {@code LOAD MODULE alluvium}. */
public final class AlluviumModule implements Module {
  private static final Map<String, FunctionDefinition> FUNCTIONS =
      Map.ofEntries(
          Map.entry("amqp_value", new AmqpText()),
          Map.entry("convert_unit", new ConvertUnit()),
          Map.entry("date_in", new DateIn()),
          Map.entry("day_start", new DayStart()),
          Map.entry("longest_gap", new LongestGap()),
          Map.entry("mask_email", new MaskEmail()),
          Map.entry("mask_text", new MaskText()),
          Map.entry("pseudonym", new Pseudonym()),
          Map.entry("robust_outliers", new RobustOutliers()),
          Map.entry("robust_z_score", new RobustZScore()),
          Map.entry("series_summary", new SeriesSummary()),
          Map.entry("timestamp_in", new TimestampIn()),
          Map.entry("to_millis", new ToMillis()));

  @Override
  public Set<String> listFunctions() {
    return FUNCTIONS.keySet();
  }

  @Override
  public Optional<FunctionDefinition> getFunctionDefinition(String name) {
    return Optional.ofNullable(FUNCTIONS.get(name.toLowerCase(Locale.ROOT)));
  }
}
