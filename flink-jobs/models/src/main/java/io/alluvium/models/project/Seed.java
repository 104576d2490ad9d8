package io.alluvium.models.project;

/**
 * A CSV file.
 *
 * @param file as shown to people, from the project's folder
 */
public record Seed(String name, String file, ModelConfig config, Properties properties) {}
