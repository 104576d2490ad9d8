/** What SQL functions are made of. */
package io.alluvium.models.functions;
