package io.alluvium.ingest.streams;

/** How the values of a message's headers are read. */
public enum HeaderEncoding {
  /** Not at all: the table has no column of headers; dead letters keep them as plain ones. */
  NONE,
  /** As text in UTF-8, or else as bytes. */
  PLAIN,
  /** As values of AMQP 1.0, as Event Hubs gives them; what is none is plain. */
  AMQP
}
