package io.llmcache.test;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Locale;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * A proxy before a Redis that can be told to misbehave; it holds for the connections
 * there are and for those to come, until {@link #restore()}. Thread-safe.
 */
public final class TcpProxy implements AutoCloseable {

	private final InetSocketAddress target;

	private final Set<Link> links = ConcurrentHashMap.newKeySet();

	private final int port;

	private volatile ServerSocket listener;

	private volatile boolean closed;

	private volatile boolean deaf;

	private volatile Duration delay = Duration.ZERO;

	private @Nullable Swap swap;

	private TcpProxy(String host, int port) throws IOException {
		this.target = new InetSocketAddress(host, port);
		this.port = FreePorts.next();
		this.listener = listen();
	}

	/**
	 * Starts a proxy on a free port of this machine.
	 * @param redis the Redis behind it
	 */
	public static TcpProxy before(TestRedis redis) {
		try {
			return new TcpProxy(redis.host(), redis.port());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Its port on {@code 127.0.0.1}.
	 */
	public int port() {
		return this.port;
	}

	/**
	 * The properties that point an application at it.
	 */
	public String[] properties() {
		return new String[] { "spring.data.redis.host=127.0.0.1", "spring.data.redis.port=" + this.port };
	}

	/**
	 * Number of open connections.
	 */
	public int connections() {
		return this.links.size();
	}

	/**
	 * Makes every reply take this much longer; the order of replies stays.
	 * @param delay how much longer
	 */
	public void delay(Duration delay) {
		this.delay = delay;
	}

	/**
	 * Closes all connections and refuses new ones.
	 */
	public synchronized void cut() {
		closeQuietly(this.listener);
		this.links.forEach(Link::close);
	}

	/**
	 * Resets all connections, as a crashed machine does; new ones are accepted.
	 */
	public void reset() {
		this.links.forEach(Link::reset);
	}

	/**
	 * Accepts connections and bytes, passes nothing on. What is swallowed is gone:
	 * {@link #restore()} resets the connections that lived through it.
	 */
	public void blackHole() {
		this.deaf = true;
	}

	/**
	 * Leaves the connections there are to themselves: nothing is passed on any more, and
	 * nobody is told, as when a machine vanishes without a word. New ones work.
	 */
	public void forsake() {
		this.links.forEach((link) -> link.forsaken = true);
	}

	/**
	 * Delivers the next reply to the given command, and gives it once more as the answer
	 * to the request of that command which follows, on whatever connection: so that one
	 * gets another's value.
	 * @param command the name of the command
	 */
	public synchronized void swapReplies(String command) {
		this.swap = new Swap(command.toUpperCase(Locale.ROOT));
	}

	/**
	 * Whether the wrong reply has been given.
	 */
	public synchronized boolean swapped() {
		return this.swap != null && this.swap.done;
	}

	/**
	 * Behaves again.
	 */
	public synchronized void restore() {
		this.delay = Duration.ZERO;
		this.swap = null;
		if (this.deaf) {
			reset();
			this.deaf = false;
		}
		this.links.stream().filter((link) -> link.forsaken).forEach(Link::reset);
		if (this.listener.isClosed()) {
			try {
				this.listener = listen();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
	}

	@Override
	public synchronized void close() {
		this.closed = true;
		cut();
	}

	private ServerSocket listen() throws IOException {
		ServerSocket listener = new ServerSocket();
		listener.setReuseAddress(true);
		listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), this.port));
		daemon(() -> accept(listener));
		return listener;
	}

	private void accept(ServerSocket listener) {
		while (!listener.isClosed()) {
			try {
				Socket client = listener.accept();
				try {
					new Link(client).open();
				}
				catch (IOException ex) {
					// The Redis behind is down: its refusal becomes a close.
					closeQuietly(client);
				}
			}
			catch (IOException ex) {
				// Cut, or the client is gone already.
			}
		}
	}

	private synchronized byte[] swapped(@Nullable String command, byte[] reply) {
		return (this.swap != null && this.swap.command.equals(command)) ? this.swap.apply(reply) : reply;
	}

	private static void daemon(Runnable task) {
		Thread thread = new Thread(task, "tcp-proxy");
		thread.setDaemon(true);
		thread.start();
	}

	private static void closeQuietly(AutoCloseable closeable) {
		try {
			closeable.close();
		}
		catch (Exception ex) {
			// Closed is what it was to be.
		}
	}

	private static final class Swap {

		private final String command;

		private byte @Nullable [] held;

		private boolean done;

		private Swap(String command) {
			this.command = command;
		}

		private byte[] apply(byte[] reply) {
			if (this.done) {
				return reply;
			}
			if (this.held == null) {
				this.held = reply;
				return reply;
			}
			this.done = true;
			return this.held;
		}

	}

	/**
	 * A connection of a client and the one to Redis that belongs to it.
	 */
	private final class Link {

		private final Socket client;

		private final Socket server = new Socket();

		// What has been asked and not answered yet, in the order of the answers.
		private final Queue<String> commands = new ConcurrentLinkedQueue<>();

		private volatile boolean forsaken;

		private Link(Socket client) {
			this.client = client;
		}

		private void open() throws IOException {
			this.server.connect(TcpProxy.this.target, 5000);
			this.client.setTcpNoDelay(true);
			this.server.setTcpNoDelay(true);
			TcpProxy.this.links.add(this);
			daemon(() -> pump(this::passRequests));
			daemon(() -> pump(this::passReplies));
			if (TcpProxy.this.closed || TcpProxy.this.listener.isClosed()) {
				close();
			}
		}

		private void passRequests() throws IOException {
			RespFrames frames = new RespFrames(new BufferedInputStream(this.client.getInputStream()));
			while (true) {
				byte[] request = frames.next();
				if (!isDeaf()) {
					this.commands.add(RespFrames.command(request));
					this.server.getOutputStream().write(request);
				}
			}
		}

		private void passReplies() throws IOException {
			RespFrames frames = new RespFrames(new BufferedInputStream(this.server.getInputStream()));
			while (true) {
				byte[] reply = frames.next();
				String command = RespFrames.isPush(reply) ? null : this.commands.poll();
				long delay = TcpProxy.this.delay.toNanos();
				long end = System.nanoTime() + delay;
				while (delay > 0 && System.nanoTime() - end < 0 && !this.client.isClosed()) {
					LockSupport.parkNanos(Math.min(1_000_000L, delay));
				}
				if (!isDeaf()) {
					this.client.getOutputStream().write(swapped(command, reply));
				}
			}
		}

		private boolean isDeaf() {
			return this.forsaken || TcpProxy.this.deaf;
		}

		private void pump(Pump pump) {
			try {
				pump.run();
			}
			catch (IOException ex) {
				// One side has closed: so does the other.
			}
			finally {
				close();
			}
		}

		private void reset() {
			try {
				this.client.setSoLinger(true, 0);
			}
			catch (IOException ex) {
				// Closed already.
			}
			close();
		}

		private void close() {
			closeQuietly(this.client);
			closeQuietly(this.server);
			TcpProxy.this.links.remove(this);
		}

	}

	@FunctionalInterface
	private interface Pump {

		void run() throws IOException;

	}

}
