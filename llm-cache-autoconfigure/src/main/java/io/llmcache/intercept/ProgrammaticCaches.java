package io.llmcache.intercept;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;

import io.llmcache.BypassReason;
import io.llmcache.CacheCall;
import io.llmcache.CacheIncident;
import io.llmcache.CacheOutcome;
import io.llmcache.CachePolicy;
import io.llmcache.CacheRequest;
import io.llmcache.CacheStats;
import io.llmcache.Explanation;
import io.llmcache.LlmCaches;
import io.llmcache.WriteOutcome;
import io.llmcache.codec.CodecException;
import io.llmcache.codec.ResponseCodec;
import io.llmcache.engine.Answer;
import io.llmcache.engine.CacheEvents;
import io.llmcache.engine.Call;
import io.llmcache.engine.ResponseCache;
import io.llmcache.engine.Step;
import io.llmcache.key.CacheKey;
import io.llmcache.key.Digest;
import io.llmcache.key.KeyScheme;
import io.llmcache.key.Keyed;
import io.llmcache.store.ResponseStore;
import io.llmcache.store.StoreException;
import org.jspecify.annotations.Nullable;

/**
 * The caches without annotations.
 */
public final class ProgrammaticCaches implements LlmCaches {

	private final Policies policies;

	private final KeyScheme keys;

	private final Operations operations;

	private final Directory directory;

	private final ResponseCache cache;

	private final BlockingDriver driver;

	private final Eraser eraser;

	private final CacheEvents events;

	/**
	 * The caches of an application; everything is shared with the annotated methods.
	 */
	public ProgrammaticCaches(Policies policies, KeyScheme keys, Operations operations, Directory directory,
			ResponseCache cache, BlockingDriver driver, Eraser eraser, CacheEvents events) {
		this.policies = policies;
		this.keys = keys;
		this.operations = operations;
		this.directory = directory;
		this.cache = cache;
		this.driver = driver;
		this.eraser = eraser;
		this.events = events;
	}

	@Override
	@SuppressWarnings("unchecked")
	public <T> CacheCall<T> call(CacheRequest<T> request, Callable<? extends @Nullable T> loader) throws Exception {
		try {
			return (CacheCall<T>) this.driver.drive(prepare(request, loader::call));
		}
		catch (Exception | Error ex) {
			throw ex;
		}
		catch (Throwable ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	@SuppressWarnings("unchecked")
	public <T> CacheCall<T> get(CacheRequest<T> request) {
		CachedCall call = prepare(request, () -> null);
		if (!(call.key() instanceof CacheKey key)) {
			return nothing(CacheOutcome.BYPASS, ((Keyed.None) call.key()).reason(), null);
		}
		try {
			Step.Hit hit = this.cache.peek(new Call(key, call.policy()));
			return (hit != null) ? (CacheCall<T>) this.driver.read(call, key, hit)
					: nothing(CacheOutcome.MISS, null, key);
		}
		catch (StoreException ex) {
			this.events.incident(key.cache(), CacheIncident.FAILED_OPEN);
			return nothing(CacheOutcome.BYPASS, BypassReason.UNAVAILABLE, key);
		}
		catch (CodecException ex) {
			this.events.incident(key.cache(), CacheIncident.CORRUPT);
			return nothing(CacheOutcome.MISS, null, key);
		}
	}

	private static <T> CacheCall<T> nothing(CacheOutcome outcome, @Nullable BypassReason reason,
			@Nullable CacheKey key) {
		return new CacheCall<>(null, outcome, reason, (key != null) ? key.digest().hex() : null, null, null, null);
	}

	@Override
	public <T> WriteOutcome put(CacheRequest<T> request, T value) {
		CachedCall call = prepare(request, () -> value);
		if (!(call.key() instanceof CacheKey key)) {
			return WriteOutcome.REFUSED;
		}
		Answer answer = this.driver.answer(call, value, Duration.ZERO);
		if (answer.use() != Answer.Use.STORE) {
			return WriteOutcome.REFUSED;
		}
		try {
			return this.cache.seize(new Call(key, call.policy())).done(answer);
		}
		catch (StoreException ex) {
			this.events.incident(key.cache(), CacheIncident.FAILED_WRITE);
			return WriteOutcome.UNAVAILABLE;
		}
	}

	private CachedCall prepare(CacheRequest<?> request, CachedCall.Loader loader) {
		Declared declared = Declared.of(request);
		CachePolicy policy = this.policies.policy(declared);
		this.directory.add(policy);
		ResponseCodec codec = this.operations.codec(request.valueType(), request.toString());
		String model = this.policies.model(declared);
		return new CachedCall(policy, request.operation(), codec,
				() -> this.keys.key(request, policy, model, codec.shape()), loader, (value) -> false);
	}

	@Override
	public WriteOutcome evict(CacheRequest<?> request) {
		return (prepare(request, () -> null).key() instanceof CacheKey key)
				? this.eraser.evict(key.cache(), key.version(), key.digest()) : WriteOutcome.REFUSED;
	}

	@Override
	public WriteOutcome evict(String cache, String digest) {
		return inEachVersion(cache, digest, this.eraser::evict);
	}

	@Override
	public WriteOutcome reject(CacheRequest<?> request) {
		return (prepare(request, () -> null).key() instanceof CacheKey key)
				? this.eraser.reject(key.cache(), key.version(), key.digest()) : WriteOutcome.REFUSED;
	}

	@Override
	public WriteOutcome reject(String cache, String digest) {
		return inEachVersion(cache, digest, this.eraser::reject);
	}

	@Override
	public Explanation explain(CacheRequest<?> request) {
		CachedCall call = prepare(request, () -> null);
		if (!(call.key() instanceof CacheKey key)) {
			return unexplained(null, "the request has no key: " + ((Keyed.None) call.key()).reason());
		}
		String digest = key.digest().hex();
		try {
			Explanation explanation = this.cache.explain(new Call(key, call.policy()));
			return (explanation != null) ? explanation : unexplained(digest, "the semantic layer is off");
		}
		catch (StoreException ex) {
			return unexplained(digest, "Redis does not answer");
		}
	}

	@Override
	public Explanation explain(String cache, String digest) {
		try {
			Digest parsed = Digest.ofHex(digest);
			for (CachePolicy policy : this.directory.policies(cache)) {
				CacheKey key = this.cache.stored(cache, policy.version(), parsed);
				Explanation explanation = (key != null) ? this.cache.explain(new Call(key, policy)) : null;
				if (explanation != null) {
					return explanation;
				}
			}
			return unexplained(digest, "no question is kept under this digest");
		}
		catch (IllegalArgumentException ex) {
			return unexplained(null, "that is no digest");
		}
		catch (StoreException ex) {
			return unexplained(digest, "Redis does not answer");
		}
	}

	private static Explanation unexplained(@Nullable String digest, String why) {
		return new Explanation(digest, why, null, null, null, List.of());
	}

	private WriteOutcome inEachVersion(String cache, String digest, Removal removal) {
		Digest parsed;
		try {
			parsed = Digest.ofHex(digest);
		}
		catch (IllegalArgumentException ex) {
			return WriteOutcome.REFUSED;
		}
		WriteOutcome overall = WriteOutcome.ABSENT;
		for (String version : this.directory.versions(cache)) {
			WriteOutcome outcome = removal.apply(cache, version, parsed);
			if (outcome != WriteOutcome.ABSENT) {
				overall = outcome;
			}
		}
		return overall;
	}

	@Override
	public WriteOutcome evictTenant(String tenant) {
		return tenant.isBlank() ? WriteOutcome.REFUSED
				: this.eraser.clear(ResponseStore.ALL_CACHES, this.keys.tenant(tenant));
	}

	@Override
	public WriteOutcome clear(String cache) {
		return PropertyRules.isName(cache) ? this.eraser.clear(cache, null) : WriteOutcome.REFUSED;
	}

	@Override
	public WriteOutcome clearAll() {
		return this.eraser.clear(ResponseStore.ALL_CACHES, null);
	}

	@Override
	public Set<String> names() {
		Set<String> names = new TreeSet<>(this.directory.caches());
		names.addAll(this.events.caches());
		return names;
	}

	@Override
	public CacheStats stats(String cache) {
		return this.events.stats(cache);
	}

	@Override
	public <T> CacheCall<T> observed(Callable<? extends @Nullable T> code) throws Exception {
		return LastCall.during(code);
	}

	/** Removes something under a digest of one version. */
	@FunctionalInterface
	private interface Removal {

		WriteOutcome apply(String cache, String version, Digest digest);

	}

}
