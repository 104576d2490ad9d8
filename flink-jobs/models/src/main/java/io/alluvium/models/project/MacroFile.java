package io.alluvium.models.project;

/**
 * A file of macros, which every model can call.
 *
 * @param name as shown to people
 */
public record MacroFile(String name, String text) {}
