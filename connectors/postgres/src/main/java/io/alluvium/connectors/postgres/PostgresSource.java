package io.alluvium.connectors.postgres;

import io.alluvium.connectors.postgres.database.CaptureSetup;
import io.alluvium.connectors.postgres.enumerator.PostgresEnumerator;
import io.alluvium.connectors.postgres.enumerator.PostgresEnumeratorState;
import io.alluvium.connectors.postgres.enumerator.PostgresEnumeratorStateSerializer;
import io.alluvium.connectors.postgres.reader.PostgresSourceReader;
import io.alluvium.connectors.postgres.split.PostgresSplit;
import io.alluvium.connectors.postgres.split.PostgresSplitSerializer;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * Tables of a PostgreSQL database: what is in them, and every change since, exactly once.
 *
 * <p>No change is missing, and none is there twice. A row that changes while the snapshot is taken
 * may be in it as it was after some of the changes that follow, until the last of these; that
 * happens only where the snapshot had to be taken anew after a failure, or where a table was added
 * to a slot that is there already. Changes of a transaction come together, in the order of commits.
 *
 * @param <T> of the records
 */
@PublicEvolving
public final class PostgresSource<T>
    implements Source<T, PostgresSplit, PostgresEnumeratorState>, ResultTypeQueryable<T> {
  private static final long serialVersionUID = 1L;

  private final CaptureSettings settings;
  private final ChangeConverter<T> converter;
  private final TypeInformation<T> producedType;

  PostgresSource(
      CaptureSettings settings, ChangeConverter<T> converter, TypeInformation<T> producedType) {
    this.settings = settings;
    this.converter = converter;
    this.producedType = producedType;
  }

  public static <T> PostgresSourceBuilder<T> builder(
      PostgresAddress address, ChangeConverter<T> converter, TypeInformation<T> producedType) {
    return new PostgresSourceBuilder<>(address, converter, producedType);
  }

  /**
   * Checks that the database can be captured, and creates or completes the publication; the source
   * does so too when it starts. Called before a job is submitted, mistakes show at once.
   *
   * @throws PostgresException where something is in the way
   */
  public void prepare() {
    new CaptureSetup(settings).prepare();
  }

  @Override
  public Boundedness getBoundedness() {
    return Boundedness.CONTINUOUS_UNBOUNDED;
  }

  @Override
  public SourceReader<T, PostgresSplit> createReader(SourceReaderContext context) {
    return new PostgresSourceReader<>(context, settings, converter);
  }

  @Override
  public SplitEnumerator<PostgresSplit, PostgresEnumeratorState> createEnumerator(
      SplitEnumeratorContext<PostgresSplit> context) {
    return restoreEnumerator(context, PostgresEnumeratorState.initial());
  }

  @Override
  public SplitEnumerator<PostgresSplit, PostgresEnumeratorState> restoreEnumerator(
      SplitEnumeratorContext<PostgresSplit> context, PostgresEnumeratorState state) {
    return new PostgresEnumerator(context, settings, state);
  }

  @Override
  public SimpleVersionedSerializer<PostgresSplit> getSplitSerializer() {
    return new PostgresSplitSerializer();
  }

  @Override
  public SimpleVersionedSerializer<PostgresEnumeratorState> getEnumeratorCheckpointSerializer() {
    return new PostgresEnumeratorStateSerializer();
  }

  @Override
  public TypeInformation<T> getProducedType() {
    return producedType;
  }
}
