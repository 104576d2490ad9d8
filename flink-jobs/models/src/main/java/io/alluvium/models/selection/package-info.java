/** dbt's language to choose nodes of a project. */
package io.alluvium.models.selection;
