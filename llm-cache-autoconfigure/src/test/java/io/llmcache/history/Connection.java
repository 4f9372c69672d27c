package io.llmcache.history;

/**
 * A connection of a JVM to a server.
 *
 * @param port its local port
 * @param server the port of the server; the same local port may lead to several
 * @param since when it was made, or a little later
 */
record Connection(int port, int server, long since) {

}
