/** Runs data tests and looks at freshness on the tables of a lake. */
package io.alluvium.models.quality.lake;
