/** Values of AMQP, as Event Hubs and IoT Hub hand them to Kafka consumers. */
package io.alluvium.udfs.amqp;
