/** Looks at rows in quarantine, and brings them back where they keep the rules. */
package io.alluvium.models.quality.quarantine;
