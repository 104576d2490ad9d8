/** Runs compiled jobs. */
package io.alluvium.models.run;
