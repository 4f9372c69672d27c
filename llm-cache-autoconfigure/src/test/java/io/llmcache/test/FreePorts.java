package io.llmcache.test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports for servers that may go and come back.
 */
final class FreePorts {

	private static final int FROM_PORT_TO_BUS = 10_000;

	private static final int LOWEST = 10_000;

	private static final int HIGHEST = 32_767 - FROM_PORT_TO_BUS;

	private FreePorts() {
	}

	/**
	 * A port that nobody listens at, nor at the one ten thousand further up, which a node
	 * of a cluster takes as well. Both are below those that a system hands out by itself
	 * (by default from 32768 on Linux, from 49152 by RFC 6335): else an outgoing
	 * connection may come by the port before its server does, or while that is down.
	 */
	static int next() {
		while (true) {
			int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST + 1);
			if (isFree(port) && isFree(port + FROM_PORT_TO_BUS)) {
				return port;
			}
		}
	}

	private static boolean isFree(int port) {
		try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
			return socket.isBound();
		}
		catch (IOException ex) {
			return false;
		}
	}

}
