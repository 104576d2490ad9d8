/** Files of a configuration, read so that every value knows its line. */
package io.alluvium.doctor.files;
