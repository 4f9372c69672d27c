package io.llmcache.history;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.lettuce.core.event.connection.ConnectedEvent;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.llmcache.CacheIncident;
import io.llmcache.LlmCacheListener;
import io.llmcache.LlmCaches;
import io.llmcache.autoconfigure.LlmCacheAutoConfiguration;
import io.llmcache.engine.ResponseCache;
import io.llmcache.store.RedisNotices;
import io.llmcache.test.ChildJvm;
import io.llmcache.test.Eventually;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * A JVM that does its part of a plan: an application with a few clients.
 */
final class Worker implements AutoCloseable {

	private final String name;

	private final ChildJvm jvm;

	private Worker(String name, ChildJvm jvm) {
		this.name = name;
		this.jvm = jvm;
	}

	/**
	 * Starts one; {@link #awaitStart()} tells when it is ready.
	 * @param name signs its answers
	 * @param properties of its application
	 */
	static Worker start(String name, List<String> properties) {
		Worker worker = new Worker(name, ChildJvm.start(Server.class));
		worker.jvm.send("start " + name + " --" + String.join(" --", properties));
		return worker;
	}

	Worker awaitStart() {
		this.jvm.readLine();
		return this;
	}

	/**
	 * Begins its part of a plan.
	 * @param plan the plan
	 * @param failingOver as for {@link Plan#of}
	 * @param member which part
	 * @param journal where to write down what happens
	 */
	void begin(Plan plan, boolean failingOver, int member, Path journal) {
		this.jvm.ask("begin " + plan.seed() + " " + failingOver + " " + member + " " + journal);
	}

	/**
	 * Clears a cache, beside what the plan says.
	 * @param cache the cache
	 */
	void clear(String cache) {
		this.jvm.ask("clear " + cache);
	}

	/**
	 * Waits until its clients are through; a call that never ends has none in the
	 * journal.
	 */
	void end() {
		this.jvm.ask("end");
	}

	String name() {
		return this.name;
	}

	ChildJvm jvm() {
		return this.jvm;
	}

	@Override
	public void close() {
		this.jvm.close();
	}

	/** The other end. */
	static final class Server {

		private @Nullable ConfigurableApplicationContext context;

		private @Nullable Clients clients;

		private String name = "";

		private Server() {
		}

		public static void main(String[] arguments) {
			ChildJvm.serve(new Server()::handle);
		}

		private String handle(String line) throws Exception {
			String[] words = line.split(" ");
			switch (words[0]) {
				case "start" -> start(words[1], line.substring(line.indexOf("--")).split(" "));
				case "begin" -> begin(Plan.of(Long.parseLong(words[1]), Boolean.parseBoolean(words[2])),
						Integer.parseInt(words[3]), Path.of(words[4]));
				case "clear" -> clear(words[1]);
				case "end" -> end();
				default -> throw new IllegalArgumentException(words[0]);
			}
			return "done";
		}

		private void start(String name, String[] properties) {
			this.name = name;
			this.context = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
				.bannerMode(Banner.Mode.OFF)
				.run(properties);
			RedisNotices notices = bean(RedisNotices.class);
			Eventually.holds(notices::isListening, () -> "not subscribed");
		}

		private void begin(Plan plan, int member, Path file) throws Exception {
			Journal journal = new Journal(file);
			bean(Ports.class).writeTo(journal);
			this.clients = new Clients(this.name, bean(LlmCaches.class), bean(Excuses.class), journal);
			this.clients.begin(plan.members().get(member));
		}

		private void clear(String cache) {
			Clients clients = this.clients;
			if (clients != null) {
				clients.clear(cache);
			}
		}

		private void end() throws Exception {
			Clients clients = this.clients;
			if (clients != null && clients.join()) {
				ResponseCache cache = bean(ResponseCache.class);
				Eventually.holds(() -> cache.underWay() == 0, () -> "still under way");
				clients.close();
			}
		}

		private <T> T bean(Class<T> type) {
			ConfigurableApplicationContext context = this.context;
			if (context == null) {
				throw new IllegalStateException("Not started");
			}
			return context.getBean(type);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ AopAutoConfiguration.class, DataRedisAutoConfiguration.class,
			LlmCacheAutoConfiguration.class })
	static class Application {

		@Bean
		Excuses excuses() {
			return new Excuses();
		}

		@Bean
		Ports ports() {
			return new Ports();
		}

		@Bean(destroyMethod = "shutdown")
		ClientResources clientResources(Ports ports) {
			ClientResources resources = DefaultClientResources.create();
			resources.eventBus().get().subscribe((event) -> {
				if (event instanceof ConnectedEvent connected
						&& connected.localAddress() instanceof InetSocketAddress local
						&& connected.remoteAddress() instanceof InetSocketAddress remote) {
					ports.add(local.getPort(), remote.getPort());
				}
			});
			return resources;
		}

	}

	/**
	 * The local ports from which Redis is spoken to, and since when: who sees the
	 * commands arrive can tell from whom. A port that is free again may be another JVM's
	 * next.
	 */
	static final class Ports {

		private final Queue<Connection> ports = new ConcurrentLinkedQueue<>();

		private volatile @Nullable Journal journal;

		void add(int port, int server) {
			Connection connection = new Connection(port, server, System.nanoTime());
			this.ports.add(connection);
			Journal journal = this.journal;
			if (journal != null) {
				journal.connected(connection);
			}
		}

		void writeTo(Journal journal) {
			this.journal = journal;
			this.ports.forEach(journal::connected);
		}

	}

	/** Why the loads of a thread may go without a lease. */
	static final class Excuses implements LlmCacheListener {

		private static final Set<CacheIncident> VALID = EnumSet.of(CacheIncident.WAIT_EXPIRED,
				CacheIncident.FAILED_OPEN, CacheIncident.FAILED_WRITE);

		private final ThreadLocal<@Nullable CacheIncident> last = new ThreadLocal<>();

		@Override
		public void onIncident(String cache, CacheIncident incident) {
			if (VALID.contains(incident)) {
				this.last.set(incident);
			}
		}

		void clear() {
			this.last.remove();
		}

		@Nullable String last() {
			CacheIncident last = this.last.get();
			return (last != null) ? last.name() : null;
		}

	}

}
