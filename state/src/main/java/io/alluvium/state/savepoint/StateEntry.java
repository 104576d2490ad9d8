package io.alluvium.state.savepoint;

/**
 * A state of an operator.
 *
 * @param name as the operator knows it
 * @param kind such as {@code VALUE}, {@code MAP}, {@code TIMERS}, {@code LIST}
 * @param key the serializer of its keys; empty for state that is not by key
 * @param value the serializer of its values
 * @param expires whether it has a time-to-live
 */
public record StateEntry(String name, String kind, String key, String value, boolean expires) {}
