/** Makes the history of rows of their changes: a slowly changing dimension of type 2. */
package io.alluvium.connectors.delta.sink.history;
