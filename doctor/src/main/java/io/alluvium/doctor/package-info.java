/**
 * Looks for what has gone wrong elsewhere in the files of a configuration, and says how to mend it.
 */
package io.alluvium.doctor;
