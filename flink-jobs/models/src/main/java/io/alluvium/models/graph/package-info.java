/** What reads what in a project. */
package io.alluvium.models.graph;
