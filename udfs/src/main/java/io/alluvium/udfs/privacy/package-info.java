/** Masks and pseudonyms of personal data. */
package io.alluvium.udfs.privacy;
