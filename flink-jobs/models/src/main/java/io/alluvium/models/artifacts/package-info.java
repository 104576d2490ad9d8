/** What other tools know of a project: dbt's artifacts. */
package io.alluvium.models.artifacts;
