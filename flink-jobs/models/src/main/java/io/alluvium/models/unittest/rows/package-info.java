/** The tables that unit tests read and write: given rows, and what a model makes of them. */
package io.alluvium.models.unittest.rows;
