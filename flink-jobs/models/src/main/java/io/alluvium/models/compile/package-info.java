/** Makes Flink SQL of a project: one script for each job. */
package io.alluvium.models.compile;
