package io.llmcache.faults;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.llmcache.CacheCall;
import io.llmcache.CacheIncident;
import io.llmcache.LlmCaches;
import io.llmcache.autoconfigure.LlmCacheAutoConfiguration;
import io.llmcache.engine.ResponseCache;
import io.llmcache.store.RedisNotices;
import io.llmcache.test.ChildJvm;
import io.llmcache.test.Eventually;
import io.llmcache.test.TestRedis;
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
import org.springframework.core.env.Environment;

/**
 * The support desk in a JVM of its own. Its model counts its calls in Redis, where all
 * JVMs see them, and signs its answers with the name of the JVM.
 */
final class DeskJvm implements AutoCloseable {

	private final ChildJvm jvm;

	private DeskJvm(ChildJvm jvm) {
		this.jvm = jvm;
	}

	/**
	 * Starts one; its first call must be a miss, not a bypass: see {@link #ask}.
	 * @param name signs its answers
	 * @param redis where it caches
	 * @param properties further properties
	 */
	static DeskJvm start(String name, TestRedis redis, String... properties) {
		DeskJvm desk = new DeskJvm(ChildJvm.start(Server.class));
		desk.jvm.send("start " + Stream.of(new String[] { "name=" + name }, redis.properties(), properties)
			.flatMap(Stream::of)
			.map((property) -> "--" + property)
			.collect(Collectors.joining(" ")));
		return desk;
	}

	/** To be called once after {@link #start}; not by it, so that JVMs start together. */
	DeskJvm awaitStart() {
		this.jvm.readLine();
		return this;
	}

	/** Outcome, digest and answer of one call. */
	String ask(String question) {
		return this.jvm.ask("ask " + question);
	}

	/** Outcome, digest and answer of one call of a tenant. */
	String askFor(String tenant, String question) {
		return this.jvm.ask("ask-for " + tenant + " " + question);
	}

	/** Has so many callers ask at once, in the background. */
	void crowd(int size, String question) {
		this.jvm.ask("crowd " + size + " " + question);
	}

	/** Has a few threads ask so many questions, in the background. */
	void series(int size, String question) {
		this.jvm.ask("series " + size + " " + question);
	}

	/** What the callers in the background got: number of each outcome and each answer. */
	String join() {
		return this.jvm.ask("join");
	}

	/**
	 * When the last caller in the background had its answer: wall clock, milliseconds.
	 */
	long lastEnd() {
		return Long.parseLong(this.jvm.ask("last-end"));
	}

	void forget(String question) {
		this.jvm.ask("forget " + question);
	}

	void clear() {
		this.jvm.ask("clear");
	}

	void latency(int millis) {
		this.jvm.ask("latency " + millis);
	}

	void hold() {
		this.jvm.ask("hold");
	}

	void release() {
		this.jvm.ask("release");
	}

	long count(CacheIncident incident) {
		return Long.parseLong(this.jvm.ask("count " + incident));
	}

	/** Waits until loads or waits are under way here. */
	void awaitUnderWay() {
		Eventually.holds(() -> !this.jvm.ask("under-way").equals("0"), () -> "nothing under way");
	}

	/** Waits until nothing is under way here. */
	void awaitIdle() {
		Eventually.holds(() -> this.jvm.ask("under-way").equals("0"), () -> "still under way");
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

		private @Nullable Crowd crowd;

		private Server() {
		}

		public static void main(String[] arguments) {
			ChildJvm.serve(new Server()::handle);
		}

		private String handle(String line) throws Exception {
			String[] words = line.split(" ", 3);
			return switch (words[0]) {
				case "start" -> start(line.substring(6).split(" "));
				case "ask" -> text(bean(Desk.class).ask(line.substring(4)));
				case "ask-for" -> text(bean(Desk.class).askFor(words[1], words[2]));
				case "crowd" -> crowd(Integer.parseInt(words[1]), words[2]);
				case "series" -> series(Integer.parseInt(words[1]), words[2]);
				case "join" -> join();
				case "last-end" -> Long.toString((this.crowd != null) ? this.crowd.lastEnd() : 0);
				case "forget" -> {
					bean(Desk.class).forget(line.substring(7));
					yield "forgotten";
				}
				case "clear" -> {
					bean(Desk.class).clear();
					yield "cleared";
				}
				case "count" -> Long.toString(bean(Desk.class).count(CacheIncident.valueOf(words[1])));
				case "under-way" -> Integer.toString(bean(ResponseCache.class).underWay());
				default -> bean(SignedModel.class).told(words);
			};
		}

		private String start(String[] properties) {
			this.context = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
				.bannerMode(Banner.Mode.OFF)
				.run(properties);
			RedisNotices notices = bean(RedisNotices.class);
			Eventually.holds(notices::isListening, () -> "not subscribed");
			return "started";
		}

		private String crowd(int size, String question) {
			Desk desk = bean(Desk.class);
			this.crowd = Crowd.same(size, () -> desk.ask(question));
			return "called";
		}

		private String series(int size, String question) {
			Desk desk = bean(Desk.class);
			int threads = 4;
			this.crowd = Crowd.of(threads, (thread) -> () -> {
				for (int i = thread; i < size - threads; i += threads) {
					desk.ask(question + " " + i);
				}
				return desk.ask(question + " " + (size - threads + thread));
			});
			return "called";
		}

		private String join() {
			Crowd crowd = this.crowd;
			if (crowd == null) {
				return "nobody";
			}
			Map<String, Integer> seen = new TreeMap<>();
			for (CacheCall<String> call : crowd.join()) {
				seen.merge(call.outcome().name(), 1, Integer::sum);
				seen.merge(String.valueOf(call.value()), 1, Integer::sum);
			}
			return seen.toString();
		}

		private static String text(CacheCall<String> call) {
			return call.outcome() + " " + call.digest() + " " + call.value();
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
		SignedModel model(Environment environment) {
			return new SignedModel(environment.getRequiredProperty("name"),
					environment.getRequiredProperty("spring.data.redis.host"),
					environment.getRequiredProperty("spring.data.redis.port", Integer.class));
		}

		@Bean
		Desk.Assistant assistant(SignedModel model) {
			return new Desk.Assistant(model);
		}

		@Bean
		Desk desk(Desk.Assistant assistant, LlmCaches caches) {
			return new Desk(assistant, caches);
		}

	}

	static class SignedModel implements Desk.Model, AutoCloseable {

		private final String name;

		private final RedisClient client;

		private final RedisCommands<String, String> redis;

		private volatile CountDownLatch gate = new CountDownLatch(0);

		private volatile int latency;

		SignedModel(String name, String host, int port) {
			this.name = name;
			this.client = RedisClient.create("redis://" + host + ":" + port);
			this.redis = this.client.connect().sync();
		}

		@Override
		public String answer(String question) {
			CountDownLatch gate = this.gate;
			this.redis.incr(LOADS + question);
			try {
				gate.await(30, TimeUnit.SECONDS);
				Thread.sleep(this.latency);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			this.redis.set(END + question, Long.toString(System.currentTimeMillis()));
			return this.name + " on " + question;
		}

		String told(String[] words) {
			switch (words[0]) {
				case "hold" -> this.gate = new CountDownLatch(1);
				case "release" -> this.gate.countDown();
				case "latency" -> this.latency = Integer.parseInt(words[1]);
				default -> throw new IllegalArgumentException(words[0]);
			}
			return "told";
		}

		@Override
		public void close() {
			this.client.shutdown();
		}

	}

	/** Start of the names under which models count their calls. */
	static final String LOADS = "loads of ";

	/** Start of the names under which models tell when they have answered. */
	static final String END = "end of ";

	/** Calls of the model for a question, in all JVMs. */
	static int loads(TestRedis redis, String question) {
		Object loads = redis.command("GET", LOADS + question);
		return (loads != null) ? Integer.parseInt((String) loads) : 0;
	}

	/** Calls of the model for each question of a series, in all JVMs. */
	static List<Integer> loadsOfEach(TestRedis redis, String start, int size) {
		return IntStream.range(0, size).mapToObj((i) -> loads(redis, start + " " + i)).toList();
	}

	static String outcome(String text) {
		return text.split(" ")[0];
	}

	static String digest(String text) {
		return text.split(" ")[1];
	}

	static String answer(String text) {
		return Arrays.stream(text.split(" ")).skip(2).collect(Collectors.joining(" "));
	}

}
