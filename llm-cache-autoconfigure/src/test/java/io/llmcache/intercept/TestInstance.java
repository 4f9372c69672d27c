package io.llmcache.intercept;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.llmcache.CacheCall;
import io.llmcache.CacheIncident;
import io.llmcache.CachePolicy;
import io.llmcache.CacheStats;
import io.llmcache.LlmCacheListener;
import io.llmcache.codec.ResponseCodec;
import io.llmcache.codec.ResponseCodecs;
import io.llmcache.engine.CacheEvents;
import io.llmcache.engine.Call;
import io.llmcache.engine.HitRecorder;
import io.llmcache.engine.ResponseCache;
import io.llmcache.engine.Step;
import io.llmcache.key.CacheKey;
import io.llmcache.semantic.SemanticLayer;
import io.llmcache.semantic.TestSemantics;
import io.llmcache.store.Entry;
import io.llmcache.store.LeaseStore;
import io.llmcache.store.Notice;
import io.llmcache.store.Reading;
import io.llmcache.store.TestStores;
import io.llmcache.test.Eventually;
import io.llmcache.test.FakeModel;
import io.llmcache.test.TestRedis;
import org.jspecify.annotations.Nullable;

import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * All that one JVM has of the cache, from the driver down to a real Redis; a test with
 * two of them has two JVMs.
 */
public final class TestInstance implements AutoCloseable {

	private static final ResponseCodec TEXT = new ResponseCodecs(List.of()).forType(String.class);

	private static final Duration BACKOFF = Duration.ofSeconds(1);

	private final TestStores stores;

	private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, threads());

	private final ScheduledThreadPoolExecutor refreshes = new ScheduledThreadPoolExecutor(2, threads());

	private final HitRecorder hits;

	private final CacheEvents events;

	private final ResponseCache cache;

	private final BlockingDriver driver;

	private volatile CountDownLatch pause = new CountDownLatch(0);

	private TestInstance(TestStores stores, UnaryOperator<LeaseStore> leases, List<LlmCacheListener> listeners,
			Function<TestStores, @Nullable SemanticLayer> semantics) {
		this.stores = stores;
		SemanticLayer layer = semantics.apply(stores);
		this.hits = new HitRecorder(stores.entries());
		this.events = new CacheEvents(listeners);
		this.cache = new ResponseCache(stores.entries(), leases.apply(stores.leases()), () -> layer, this.hits,
				this.events, this.timer, BACKOFF);
		this.driver = new BlockingDriver(this.cache, stores.entries(), this.events, CallObserver.NONE, this.refreshes);
		stores.onNotice(this.cache::onNotice);
	}

	private static CustomizableThreadFactory threads() {
		CustomizableThreadFactory threads = new CustomizableThreadFactory("test-instance-");
		threads.setDaemon(true);
		return threads;
	}

	/**
	 * An instance that hears what the others tell.
	 * @param redis the server
	 * @param listeners told of events
	 */
	public static TestInstance on(TestRedis redis, LlmCacheListener... listeners) {
		return new TestInstance(TestStores.listeningOn(redis), UnaryOperator.identity(), List.of(listeners),
				(stores) -> null);
	}

	/**
	 * An instance that looks for the same question in other words.
	 * @param redis the server
	 * @param semantics the layer
	 */
	public static TestInstance on(TestRedis redis, TestSemantics semantics) {
		return new TestInstance(TestStores.listeningOn(redis), UnaryOperator.identity(), List.of(), semantics::over);
	}

	/**
	 * An instance whose subscription is lost.
	 * @param redis the server
	 */
	public static TestInstance deafOn(TestRedis redis) {
		return new TestInstance(TestStores.on(redis), UnaryOperator.identity(), List.of(), (stores) -> null);
	}

	/**
	 * An instance with something between it and its leases.
	 * @param redis the server
	 * @param leases puts it there
	 */
	public static TestInstance on(TestRedis redis, UnaryOperator<LeaseStore> leases) {
		return new TestInstance(TestStores.listeningOn(redis), leases, List.of(), (stores) -> null);
	}

	/** The stores. */
	public TestStores stores() {
		return this.stores;
	}

	/** The engine. */
	public ResponseCache cache() {
		return this.cache;
	}

	/** What counts hits. */
	public HitRecorder hits() {
		return this.hits;
	}

	/** What has happened in a cache. */
	public CacheStats stats(CachePolicy policy) {
		return this.events.stats(policy.cache());
	}

	/** How often something has happened in a cache. */
	public long count(CachePolicy policy, CacheIncident incident) {
		return stats(policy).count(incident);
	}

	/**
	 * Asks on the calling thread.
	 * @param key the request
	 * @param policy the policy
	 * @param model who answers
	 */
	public CacheCall<Object> ask(CacheKey key, CachePolicy policy, FakeModel model) throws Exception {
		return ask(key, policy, () -> model.tryAnswer(key.prompt()));
	}

	/**
	 * Asks on the calling thread.
	 * @param key the request
	 * @param policy the policy
	 * @param loader calls the model; answers that begin with {@code unwanted} are not
	 * stored
	 */
	public CacheCall<Object> ask(CacheKey key, CachePolicy policy, Callable<@Nullable String> loader) throws Exception {
		return ask(key, policy, TEXT, loader);
	}

	/**
	 * Asks on the calling thread.
	 * @param key the request
	 * @param policy the policy
	 * @param codec of the answers
	 * @param loader calls the model
	 */
	public CacheCall<Object> ask(CacheKey key, CachePolicy policy, ResponseCodec codec,
			Callable<@Nullable String> loader) throws Exception {
		CachedCall call = new CachedCall(policy, "Desk.answer", codec, () -> key, loader::call,
				(value) -> String.valueOf(value).startsWith("unwanted"));
		try {
			return this.driver.drive(call);
		}
		catch (Exception | Error ex) {
			throw ex;
		}
		catch (Throwable ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Asks on a thread of its own.
	 * @param key the request
	 * @param policy the policy
	 * @param model who answers
	 */
	public Caller caller(CacheKey key, CachePolicy policy, FakeModel model) {
		return new Caller(() -> ask(key, policy, model));
	}

	/**
	 * Asks on so many threads and waits until one leads and the others wait for it.
	 * @param number how many
	 * @param key the request
	 * @param policy the policy
	 * @param model who answers; must hold its calls
	 */
	public List<Caller> callers(int number, CacheKey key, CachePolicy policy, FakeModel model) {
		List<Caller> callers = IntStream.range(0, number).mapToObj((i) -> caller(key, policy, model)).toList();
		Eventually.holds(() -> callers.stream().filter(Caller::waits).count() == number - 1,
				() -> callers.stream().filter(Caller::waits).count() + " wait");
		return callers;
	}

	/** Evicts as an application does. */
	public void evict(CacheKey key) throws Exception {
		this.cache.onNotice(new Notice.Evicted(key.digest()));
		this.stores.entries().evict(key.cache(), key.version(), key.digest());
	}

	/** Clears a cache as an application does. */
	public void clear(CachePolicy policy) throws Exception {
		this.cache.onNotice(new Notice.Marked(policy.cache(), "*"));
		this.stores.entries().invalidate(policy.cache(), null, Duration.ofDays(1));
	}

	/** What is stored for a request: the answer, or null where there is none. */
	public @Nullable String stored(CacheKey key) throws Exception {
		Reading reading = this.stores.entries().get(key);
		if (reading instanceof Reading.Present present) {
			byte[] bytes = present.entry().bytes();
			return new String(bytes, Entry.HEADER, present.entry().payloadLength(), StandardCharsets.UTF_8);
		}
		return null;
	}

	/** The peek of a caller that does not want to load. */
	public Step.@Nullable Hit peek(CacheKey key, CachePolicy policy) throws Exception {
		return this.cache.peek(new Call(key, policy));
	}

	/**
	 * Renews no leases any more, as a JVM does that the operating system has paused.
	 */
	public void pauseRenewal() {
		CountDownLatch pause = new CountDownLatch(1);
		this.pause = pause;
		CountDownLatch paused = new CountDownLatch(1);
		this.timer.execute(() -> {
			paused.countDown();
			try {
				pause.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		});
		try {
			if (!paused.await(10, TimeUnit.SECONDS)) {
				throw new IllegalStateException("The timer does not pause");
			}
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Waits until nothing is left of any flight, wait or refresh. */
	public void awaitQuiet() {
		Eventually.holds(() -> this.cache.underWay() == 0, () -> this.cache.underWay() + " still under way");
	}

	@Override
	public void close() {
		this.pause.countDown();
		this.timer.shutdownNow();
		this.refreshes.shutdownNow();
		this.stores.close();
	}

	/** Somebody who asks on a thread of his own. */
	public static final class Caller {

		private final FutureTask<CacheCall<Object>> task;

		private final Thread thread;

		/**
		 * Starts to ask.
		 * @param question what to ask
		 */
		public Caller(Callable<CacheCall<Object>> question) {
			this.task = new FutureTask<>(question);
			this.thread = new Thread(() -> {
				this.task.run();
				this.interrupted = Thread.currentThread().isInterrupted();
			}, "caller");
			this.thread.setDaemon(true);
			this.thread.start();
		}

		private volatile boolean interrupted;

		/** Whether it waits for somebody else. */
		boolean waits() {
			return this.thread.getState() == Thread.State.WAITING && Stream.of(this.thread.getStackTrace())
				.anyMatch((frame) -> frame.getClassName().equals(BlockingDriver.class.getName())
						&& frame.getMethodName().equals("await"));
		}

		/** Waits until it waits for somebody else. */
		public Caller awaitWaiting() {
			Eventually.holds(this::waits, () -> "it is " + this.thread.getState());
			return this;
		}

		/** Interrupts it. */
		public void interrupt() {
			this.thread.interrupt();
		}

		/** Whether its thread was still marked as interrupted when it had its answer. */
		public boolean keptItsFlag() throws InterruptedException {
			this.thread.join(20_000);
			return this.interrupted;
		}

		/** What it was told. */
		public CacheCall<Object> told() {
			try {
				return this.task.get(20, TimeUnit.SECONDS);
			}
			catch (ExecutionException | InterruptedException | TimeoutException ex) {
				throw new AssertionError("No answer", ex);
			}
		}

		/** What it failed with. */
		public Throwable failure() {
			try {
				CacheCall<Object> told = this.task.get(20, TimeUnit.SECONDS);
				throw new AssertionError("Has an answer: " + told);
			}
			catch (ExecutionException ex) {
				return Objects.requireNonNull(ex.getCause());
			}
			catch (InterruptedException | TimeoutException ex) {
				throw new AssertionError("No end", ex);
			}
		}

		/** Whether it has its answer. */
		public boolean isDone() {
			return this.task.isDone();
		}

	}

}
