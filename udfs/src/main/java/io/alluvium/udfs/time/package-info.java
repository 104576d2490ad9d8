/** Days and times of day in a time zone. */
package io.alluvium.udfs.time;
