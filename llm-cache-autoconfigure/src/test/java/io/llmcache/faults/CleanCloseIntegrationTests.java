package io.llmcache.faults;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

import io.llmcache.CacheCall;
import io.llmcache.CacheOutcome;
import io.llmcache.engine.ResponseCache;
import io.llmcache.test.Eventually;
import io.llmcache.test.FakeModel;
import io.llmcache.test.Fault;
import io.llmcache.test.TestRedis;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The cache goes when the application does, at once, with all that it brought and nothing
 * else.
 */
@Fault("L16")
class CleanCloseIntegrationTests {

	private static final String[] STALE = { "llm.cache.ttl=1ms", "llm.cache.ttl-jitter=0", "llm.cache.max-age=1h",
			"llm.cache.stale-while-revalidate=1h", "llm.cache.hot.threshold=0" };

	private TestRedis redis;

	@BeforeEach
	void start() {
		this.redis = TestRedis.start();
		this.redis.command("PING");
	}

	@AfterEach
	void close() {
		this.redis.close();
	}

	@Test
	@Fault("L16")
	void closesInTheMiddleOfLoadsWaitsAndRefreshes() {
		Set<Thread> before = threads();
		Desk.on(this.redis.properties(), STALE).run((context) -> {
			Desk desk = context.getBean(Desk.class);
			FakeModel model = context.getBean(FakeModel.class);
			desk.ask("What is a PIN?");
			model.hold();
			Eventually.holds(() -> isStale(desk), () -> "still fresh");
			Crowd crowd = Crowd.same(16, () -> desk.ask("What is a card?"));
			crowd.awaitWaiting(15);
			// The refresh and the leader of the crowd.
			model.awaitCalls(3);

			assertClosesInTime(context);
			assertThat(model.running()).as("the callers' load, not the refresh").isEqualTo(1);
			model.release();
			assertThat(crowd.join()).extracting(CacheCall::value).containsOnly("answer to What is a card?");
		});
		Eventually.holds(() -> newcomers(before).isEmpty(), () -> "left behind: " + newcomers(before));
		Eventually.holds(() -> clients() == 1, () -> clients() + " connections");
	}

	@Test
	@Fault("L16")
	void closesWhileRedisHangs() {
		Set<Thread> before = threads();
		Desk.on(this.redis.properties(), STALE).run((context) -> {
			Desk desk = context.getBean(Desk.class);
			desk.ask("What is a PIN?");
			context.getBean(FakeModel.class).hold();
			Eventually.holds(() -> isStale(desk), () -> "still fresh");
			context.getBean(FakeModel.class).awaitCalls(2);

			this.redis.pause();
			assertClosesInTime(context);
		});
		this.redis.resume();
		Eventually.holds(() -> newcomers(before).isEmpty(), () -> "left behind: " + newcomers(before));
		Eventually.holds(() -> clients() == 1, () -> clients() + " connections");
	}

	/** They are not left to themselves, but load. */
	@Test
	void closesWhileCallersWaitForAnotherJvm() {
		assertWaitersOutliveTheCache(16, Crowd::same);
	}

	@Test
	@Fault({ "L16", "L18" })
	@EnabledForJreRange(min = JRE.JAVA_21)
	void closesWhileThousandsWaitOnVirtualThreads() {
		assertWaitersOutliveTheCache(2_000, Crowd::virtual);
	}

	private void assertWaitersOutliveTheCache(int size,
			BiFunction<Integer, Callable<CacheCall<String>>, Crowd> crowds) {
		Set<Thread> before = threads();
		Desk.on(this.redis.properties(), STALE).run((context) -> {
			Desk desk = context.getBean(Desk.class);
			FakeModel model = context.getBean(FakeModel.class);
			desk.ask("What is a PIN?");
			ResponseCache cache = context.getBean(ResponseCache.class);
			OtherJvm.loads(this.redis, desk, "What is a card?");
			model.hold();
			Eventually.holds(() -> isStale(desk), () -> "still fresh");
			Crowd own = crowds.apply(size, () -> desk.ask("What is a bank?"));
			own.awaitWaiting(size - 1);
			Crowd others = crowds.apply(size, () -> desk.ask("What is a card?"));
			others.awaitWaiting(size);
			// Two before, the refresh and the leader of its own crowd.
			model.awaitCalls(4);

			assertClosesInTime(context);
			// The other JVM cannot be heard of any more: one of them loads for all.
			model.awaitCalls(5);
			model.release();
			assertThat(own.join()).extracting(CacheCall::value).containsOnly("answer to What is a bank?");
			assertThat(others.join()).extracting(CacheCall::value).containsOnly("answer to What is a card?");
			assertThat(model.calls()).isEqualTo(5);
			Eventually.holds(() -> cache.underWay() == 0, () -> cache.underWay() + " still under way");
		});
		Eventually.holds(() -> newcomers(before).isEmpty(), () -> "left behind: " + newcomers(before));
		Eventually.holds(() -> clients() == 1, () -> clients() + " connections");
	}

	@Test
	void theApplicationsOwnConnectionsOutliveTheCache() {
		Desk.on(this.redis.properties()).run((context) -> {
			context.getBean(Desk.class).ask("What is a PIN?");
			StringRedisTemplate applications = context.getBean(StringRedisTemplate.class);
			applications.opsForValue().set("own", "value");
			assertThat(clients()).isGreaterThan(2);

			ConfigurableListableBeanFactory beans = context.getBeanFactory();
			((DefaultListableBeanFactory) beans).destroySingleton("llmCacheConnections");
			((DefaultListableBeanFactory) beans).destroySingleton("llmCacheThreads");

			Eventually.holds(() -> clients() == 2, () -> clients() + " connections");
			Eventually.holds(() -> cacheThreads().isEmpty(), () -> "left behind: " + cacheThreads());
			assertThat(applications.opsForValue().get("own")).isEqualTo("value");
		});
	}

	/** Where the application's factory shares no threads, the cache ends its own. */
	@Test
	void threadsOfItsOwnEndWithTheCache() {
		Set<Thread> before = threads();
		LettuceConnectionFactory applications = new LettuceConnectionFactory(this.redis.host(), this.redis.port());
		Desk.on(new String[0])
			.withBean("redisConnectionFactory", RedisConnectionFactory.class, () -> applications)
			.run((context) -> {
				assertThat(context.getBean(Desk.class).ask("What is a PIN?").outcome()).isEqualTo(CacheOutcome.MISS);
				assertThat(newcomers(before)).isNotEmpty();
			});
		Eventually.holds(() -> newcomers(before).isEmpty(), () -> "left behind: " + newcomers(before));
	}

	private static boolean isStale(Desk desk) {
		try {
			return desk.ask("What is a PIN?").outcome() == CacheOutcome.STALE_HIT;
		}
		catch (Exception ex) {
			throw new AssertionError("Cache trouble broke the call", ex);
		}
	}

	private static void assertClosesInTime(AssertableApplicationContext context) {
		long began = System.nanoTime();
		context.getSourceApplicationContext(ConfigurableApplicationContext.class).close();
		assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
	}

	private int clients() {
		return String.valueOf(this.redis.command("CLIENT", "LIST")).split("\n").length;
	}

	private static Set<String> newcomers(Set<Thread> before) {
		Set<Thread> now = new HashSet<>(threads());
		now.removeAll(before);
		return now.stream().map(Thread::getName).collect(Collectors.toSet());
	}

	private static Set<String> cacheThreads() {
		return threads().stream()
			.map(Thread::getName)
			.filter((name) -> name.startsWith("llm-cache-"))
			.collect(Collectors.toSet());
	}

	private static Set<Thread> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("llm-cache-") || thread.getName().startsWith("lettuce-"))
			.collect(Collectors.toSet());
	}

}
