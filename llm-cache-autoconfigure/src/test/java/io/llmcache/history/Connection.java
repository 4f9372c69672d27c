package io.llmcache.history;

/**
 * A connection of a JVM to a server.
 *
 * @param port its local port
 * @param since when it was made, or a little later
 */
record Connection(int port, long since) {

}
