/**
 * What runs of a project, and how it comes to run what the project says: models that did not change
 * keep their state, those that did are built beside their tables and swapped.
 */
package io.alluvium.models.deploy;
