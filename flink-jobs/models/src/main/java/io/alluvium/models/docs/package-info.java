/** The documentation of a project, as one page that needs no server. */
package io.alluvium.models.docs;
