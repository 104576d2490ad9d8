/**
 * The demo's input: a portfolio of buildings with the weather stations that serve them, recorded or
 * simulated; the operational database that holds it; and the fleet of devices that sends the
 * stations' readings to Kafka. Both go on exactly where they were when their process was killed.
 */
package io.alluvium.demo.fleet;
