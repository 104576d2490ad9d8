/** Renders Jinja as dbt does, by Jinjava, and knows which line of the template each line is of. */
package io.alluvium.models.jinja;
