package io.alluvium.ingest.batch;

import java.io.Serializable;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * What a kind of batch source does its own way.
 *
 * @param <S> what its discovery remembers
 */
public interface BatchInlet<S> extends Serializable {

  /** Whether it ends when all that there is has been read. */
  boolean isBounded();

  Discovery<S> newDiscovery() throws Exception;

  SimpleVersionedSerializer<S> stateSerializer();

  PageReader newReader() throws Exception;
}
