package io.alluvium.local;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.Collector;

/**
 * Counts the numbers 1, 2, 3… in keyed state, and notes each with its count in a file: they are
 * equal for as long as source and state go on from the same checkpoint.
 */
final class CountingJob {
  static final String NAME = "counting";

  private CountingJob() {}

  static LocalFlink.Job submit(LocalFlink flink, Path notes, long failAt) throws Exception {
    Configuration configuration = flink.configuration();
    if (failAt > 0) {
      configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    }
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    environment.setParallelism(1);
    environment
        .fromSource(
            new NumberSequenceSource(1, Long.MAX_VALUE),
            WatermarkStrategy.noWatermarks(),
            "numbers")
        .uid("numbers")
        .map(CountingJob::slowly)
        .returns(Types.LONG)
        .name("slowly")
        .uid("slowly")
        .keyBy(number -> number % 7, Types.LONG)
        .process(new Count(notes.toString(), failAt))
        .name("count")
        .uid("count")
        .sinkTo(new DiscardingSink<>())
        .name("nowhere")
        .uid("nowhere");
    return flink.submit(NAME, environment.getStreamGraph());
  }

  /** Some hundred numbers a second. */
  private static Long slowly(Long number) throws InterruptedException {
    Thread.sleep(1);
    return number;
  }

  private static final class Count extends KeyedProcessFunction<Long, Long, Long> {
    private static final long serialVersionUID = 1L;

    private final String notes;
    private final long failAt;
    private transient ValueState<Long> count;
    private transient BufferedWriter out;

    private Count(String notes, long failAt) {
      this.notes = notes;
      this.failAt = failAt;
    }

    @Override
    public void open(OpenContext context) throws IOException {
      count = getRuntimeContext().getState(new ValueStateDescriptor<>("count", Types.LONG));
      out =
          Files.newBufferedWriter(
              Path.of(notes), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    @Override
    public void processElement(Long number, Context context, Collector<Long> collector)
        throws Exception {
      if (number == failAt) {
        throw new IllegalStateException("the number " + number + " is not liked");
      }
      long counted = count.value() == null ? 1 : count.value() + 1;
      count.update(counted);
      long key = context.getCurrentKey();
      // The counted-th number with this remainder.
      long expected = key == 0 ? 7 * counted : 7 * (counted - 1) + key;
      out.write(number + " " + expected + "\n");
      out.flush();
      collector.collect(number);
    }
  }
}
