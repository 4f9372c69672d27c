package io.llmcache.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Consumer;

import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.llmcache.key.CacheKey;
import io.llmcache.store.LeaseStore.Acquired;
import io.llmcache.test.Eventually;
import io.llmcache.test.TestRedis;

import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The stores of one JVM on a real Redis: several of them in a test stand for several
 * JVMs.
 */
public final class TestStores implements AutoCloseable {

	/** Size in bytes of the largest answer. */
	static final int LARGEST = 1_000_000;

	private static final ClientResources RESOURCES = DefaultClientResources.create();

	private final TestRedis redis;

	private final LettuceConnectionFactory factory;

	private final ScheduledThreadPoolExecutor background = new ScheduledThreadPoolExecutor(2, threads());

	private final RedisKeys keys = new RedisKeys("llm:test");

	private final RedisLink link;

	private final RedisResponseStore entries;

	private final RedisLeaseStore leases;

	private final List<RedisNotices> notices = new ArrayList<>();

	private volatile Consumer<Notice> listener = (notice) -> {
	};

	private TestStores(TestRedis redis) {
		this.redis = redis;
		this.factory = new LettuceConnectionFactory(new RedisStandaloneConfiguration(redis.host(), redis.port()),
				LettuceClientConfiguration.builder()
					.commandTimeout(Duration.ofSeconds(5))
					.clientResources(RESOURCES)
					.build());
		this.factory.afterPropertiesSet();
		this.factory.start();
		this.link = new RedisLink(this.factory, this.background, Duration.ofMillis(50));
		RedisClock clock = new RedisClock(System::nanoTime);
		this.entries = new RedisResponseStore(this.link, this.keys, clock, this.background, LARGEST);
		this.leases = new RedisLeaseStore(this.link, this.keys, this.entries, clock);
	}

	/**
	 * Stores that hear no notices.
	 * @param redis the server
	 */
	public static TestStores on(TestRedis redis) {
		TestStores stores = new TestStores(redis);
		stores.link.start(Duration.ofSeconds(10));
		stores.link.awaitStart();
		return stores;
	}

	/**
	 * Stores whose link has not been started yet.
	 * @param redis the server
	 */
	public static TestStores notYetOn(TestRedis redis) {
		return new TestStores(redis);
	}

	/**
	 * Stores with a subscription to the notices.
	 * @param redis the server
	 */
	public static TestStores listeningOn(TestRedis redis) {
		TestStores stores = new TestStores(redis);
		RedisNotices notices = new RedisNotices(stores.factory, stores.keys, stores.link, stores.background,
				(notice) -> stores.listener.accept(notice), () -> {
				});
		stores.notices.add(notices);
		stores.link.start(Duration.ofSeconds(10));
		stores.link.awaitStart();
		Eventually.holds(notices::isListening, () -> "not subscribed");
		return stores;
	}

	private static CustomizableThreadFactory threads() {
		CustomizableThreadFactory threads = new CustomizableThreadFactory("test-stores-");
		threads.setDaemon(true);
		return threads;
	}

	/**
	 * The entries.
	 */
	public RedisResponseStore entries() {
		return this.entries;
	}

	/**
	 * The leases.
	 */
	public RedisLeaseStore leases() {
		return this.leases;
	}

	/**
	 * The names.
	 */
	public RedisKeys keys() {
		return this.keys;
	}

	/**
	 * The way to Redis.
	 */
	public RedisLink link() {
		return this.link;
	}

	/**
	 * Two threads for what is done in the background.
	 */
	public Executor background() {
		return this.background;
	}

	/**
	 * What is kept of questions.
	 */
	public RedisDocumentStore documents() {
		return new RedisDocumentStore(this.link, this.keys, this.entries);
	}

	/**
	 * Has notices told to somebody; nothing is heard by stores without a subscription.
	 * @param listener told of each from now on
	 */
	public void onNotice(Consumer<Notice> listener) {
		this.listener = listener;
	}

	/**
	 * The name of the key of an entry.
	 * @param key the request
	 */
	public String entryName(CacheKey key) {
		return this.keys.entry(key);
	}

	/**
	 * The name of the key of a lease.
	 * @param key the request
	 */
	public String leaseName(CacheKey key) {
		return this.keys.lease(key);
	}

	/**
	 * Loads and stores, as the only one at it.
	 * @param key the request
	 * @param token 16 characters
	 * @param fresh fresh life
	 * @param stale life beyond the fresh one
	 * @param payload the answer
	 */
	public Entry load(CacheKey key, String token, Duration fresh, Duration stale, byte[] payload)
			throws StoreException {
		Reading seen = this.entries.get(key);
		Acquired acquired = this.leases.acquire(key, token, Duration.ofSeconds(10), seen.stamp());
		assertThat(acquired).isInstanceOf(Acquired.Granted.class);
		long started = ((Acquired.Granted) acquired).started();
		Entry entry = Entry.of(key, token, started, started + fresh.toMillis(), 100, payload);
		assertThat(this.entries.store(key, token, entry, fresh.plus(stale))).isTrue();
		return entry;
	}

	/**
	 * Puts bytes under the key of an entry, past all scripts.
	 * @param key the request
	 * @param bytes the bytes
	 * @param life how long they are kept
	 */
	public void plant(CacheKey key, byte[] bytes, Duration life) throws StoreException {
		this.link.tell((redis) -> redis.opsForValue().set(this.keys.entry(key), bytes, life));
	}

	/**
	 * Voids what a cache has loaded before a time in the past, and takes note of it.
	 * @param cache the cache
	 * @param millis the time
	 */
	public void mark(String cache, long millis) throws StoreException {
		this.redis.command("HSET", this.keys.marks(cache), "*", Long.toString(millis));
		this.redis.command("PEXPIRE", this.keys.marks(cache), "60000");
		this.entries.refreshMarks();
	}

	/**
	 * Milliseconds that a key lives on; -1 for ever, -2 when there is none.
	 * @param name its name
	 */
	public long life(String name) {
		return this.redis.connection().sync().pttl(name);
	}

	/**
	 * Whether a key exists.
	 * @param name its name
	 */
	public boolean exists(String name) {
		return this.redis.connection().sync().exists(name) == 1;
	}

	/**
	 * Fails unless every key of the server has an end.
	 * @param redis the server
	 */
	public static void assertEveryKeyEnds(TestRedis redis) {
		List<String> names = redis.connection().sync().keys("*");
		assertThat(names.stream().filter((name) -> redis.connection().sync().pttl(name) == -1)).isEmpty();
	}

	/**
	 * Waits until what was voided is removed from Redis.
	 * @param name the name of a key that must go
	 */
	public void awaitEnd(String name) {
		Eventually.holds(() -> !exists(name), () -> "the key is still there");
	}

	@Override
	public void close() {
		this.link.close();
		for (RedisNotices subscription : this.notices) {
			try {
				subscription.close();
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		}
		this.background.shutdownNow();
		this.factory.destroy();
	}

}
