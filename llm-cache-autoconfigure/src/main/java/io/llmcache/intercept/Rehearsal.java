package io.llmcache.intercept;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ScheduledExecutorService;

import io.llmcache.LlmCacheProperties;
import io.llmcache.LlmCached;
import io.llmcache.codec.ResponseCodecs;
import io.llmcache.engine.CacheEvents;
import io.llmcache.engine.HitRecorder;
import io.llmcache.engine.ResponseCache;
import io.llmcache.key.CacheKey;
import io.llmcache.key.Digester;
import io.llmcache.key.KeyScheme;
import io.llmcache.store.LeaseStore;
import io.llmcache.store.Reading;
import io.llmcache.store.ResponseStore;
import io.llmcache.store.StoreException;
import org.aopalliance.intercept.MethodInterceptor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/**
 * Plays hits that nobody asks for, on the whole way from the proxy of an annotated bean
 * to Redis and back. The first caller of a fresh JVM would wait for all the classes and
 * call sites on that way. Nothing of it is counted, told or left behind.
 */
public final class Rehearsal implements Runnable {

	private static final Logger logger = LoggerFactory.getLogger(Rehearsal.class);

	/** The way to Redis gets faster with each; later ones gain less than they cost. */
	private static final int TIMES = 10;

	private final ResponseStore store;

	private final Source source;

	private final LeaseStore leases;

	private final ScheduledExecutorService timer;

	/**
	 * A rehearsal with everything of its own but the store.
	 * @param store tells the time
	 * @param source read from in its place
	 * @param leases not touched by a hit
	 * @param timer not touched by a hit
	 */
	public Rehearsal(ResponseStore store, Source source, LeaseStore leases, ScheduledExecutorService timer) {
		this.store = store;
		this.source = source;
		this.leases = leases;
		this.timer = timer;
	}

	@Override
	public void run() {
		try {
			Nobody nobody = nobody();
			for (int i = 0; i < TIMES; i++) {
				nobody.answer("");
			}
		}
		catch (RuntimeException | LinkageError ex) {
			logger.debug("The first hit will take longer: {}", ex.toString());
		}
	}

	private Nobody nobody() {
		Operations operations = operations();
		ProxyFactory factory = new ProxyFactory(new Nobody());
		factory.setProxyTargetClass(true);
		factory.addAdvisor(new LlmCacheAdvisor(() -> operations, () -> {
			throw new IllegalStateException("Nobody evicts");
		}));
		return (Nobody) factory.getProxy();
	}

	private Operations operations() {
		ResponseStore stage = stage();
		CacheEvents events = new CacheEvents(List.of());
		ResponseCache cache = new ResponseCache(stage, this.leases, () -> null, new HitRecorder(stage), events,
				this.timer, Duration.ZERO);
		BlockingDriver driver = new BlockingDriver(cache, stage, events, CallObserver.NONE, Runnable::run);
		return new Operations(defaults(), new KeyScheme(Digester.sha256(), List.of(), List.of(), null),
				new ResponseCodecs(List.of()), List.of(), driver, new Directory(), (value) -> value);
	}

	/** The store, but for what it finds. */
	private ResponseStore stage() {
		ProxyFactory factory = new ProxyFactory(this.store);
		factory.addAdvice((MethodInterceptor) (invocation) -> invocation.getMethod().getName().equals("get")
				? this.source.read((CacheKey) Objects.requireNonNull(invocation.getArguments()[0]))
				: invocation.proceed());
		return (ResponseStore) factory.getProxy();
	}

	/** What the application has set may keep calls like this one from the cache. */
	private static Policies defaults() {
		return new Policies(
				new Binder(new MapConfigurationPropertySource()).bindOrCreate("llm.cache", LlmCacheProperties.class));
	}

	/**
	 * Has an answer to whatever is asked, and goes as far for it as a store.
	 */
	@FunctionalInterface
	public interface Source {

		/**
		 * An answer that nobody has stored.
		 * @param key a key that is in no use
		 * @throws StoreException as for {@link ResponseStore#get}
		 */
		Reading read(CacheKey key) throws StoreException;

	}

	/** Asked by nobody. */
	static class Nobody {

		@LlmCached(cache = "rehearsal", model = "none")
		String answer(String question) {
			throw new IllegalStateException("No hit");
		}

	}

}
