/** The protocol of Redis, as far as a writer needs it: pipelines over plain sockets. */
package io.alluvium.connectors.redis.resp;
