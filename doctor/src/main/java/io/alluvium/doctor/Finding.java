package io.alluvium.doctor;

/**
 * What a rule found.
 *
 * @param rule its reason and its mend
 * @param file as it was given
 * @param line from 1
 * @param message what is there; never a secret
 */
public record Finding(Rule rule, String file, int line, String message) {}
