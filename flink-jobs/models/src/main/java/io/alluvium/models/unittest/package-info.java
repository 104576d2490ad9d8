/** Runs models on given rows, in every way in which rows can arrive. */
package io.alluvium.models.unittest;
