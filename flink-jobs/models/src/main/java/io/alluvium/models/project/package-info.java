/** Reads a folder that is a dbt project: settings, models, properties, sources, seeds, macros. */
package io.alluvium.models.project;
