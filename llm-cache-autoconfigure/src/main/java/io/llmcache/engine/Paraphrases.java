package io.llmcache.engine;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import io.llmcache.CacheIncident;
import io.llmcache.CachePolicy;
import io.llmcache.Explanation;
import io.llmcache.SemanticMode;
import io.llmcache.key.CacheKey;
import io.llmcache.key.Digest;
import io.llmcache.semantic.SemanticLayer;
import io.llmcache.semantic.SemanticLayer.Draft;
import io.llmcache.semantic.SemanticLayer.Finding;
import io.llmcache.semantic.SemanticLayer.Match;
import io.llmcache.store.Alias;
import io.llmcache.store.Document;
import io.llmcache.store.Entry;
import io.llmcache.store.Reading;
import io.llmcache.store.ResponseStore;
import io.llmcache.store.StoreException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the engine does about the same question in other words: asks the semantic layer
 * where the policy wants it asked, keeps what it found, counts. Trouble in the layer
 * never reaches the call. Thread-safe.
 */
final class Paraphrases {

	private static final Logger logger = LoggerFactory.getLogger(Paraphrases.class);

	private static final Finding NOTHING = new Finding(null, Draft.NONE, false, false, List.of());

	private final Supplier<@Nullable SemanticLayer> layer;

	private final ResponseStore store;

	private final CacheEvents events;

	private final Executor background;

	private final Tokens tokens = new Tokens();

	/**
	 * Paraphrases of the questions of a cache.
	 * @param layer finds them; null when there is none
	 * @param store where answers are
	 * @param events told of what is found
	 * @param background compares answers
	 */
	Paraphrases(Supplier<@Nullable SemanticLayer> layer, ResponseStore store, CacheEvents events, Executor background) {
		this.layer = layer;
		this.store = store;
		this.events = events;
		this.background = background;
	}

	/** The answer that a pointer under the request's own digest leads to. */
	@Nullable Match follow(Call call, Alias alias) throws StoreException {
		SemanticLayer layer = layer(call);
		Match match = (layer != null && serves(call))
				? layer.follow(call.key(), call.policy().semantic(), alias, (target) -> live(call, target)) : null;
		if (match == null) {
			this.events.incident(call.key().cache(), CacheIncident.ALIAS_VOID);
		}
		return match;
	}

	/** Looks for an answer to the same question; never throws. */
	Finding look(Call call) {
		try {
			SemanticLayer layer = layer(call);
			if (layer == null) {
				return NOTHING;
			}
			Finding finding = layer.find(call.key(), call.policy().semantic(), (target) -> live(call, target));
			this.events.looked(call.key().cache(), finding);
			return finding;
		}
		catch (StoreException ex) {
			this.events.incident(call.key().cache(), CacheIncident.FAILED_OPEN);
		}
		catch (RuntimeException | LinkageError ex) {
			leftOut(call, ex);
		}
		return NOTHING;
	}

	private void leftOut(Call call, Throwable failure) {
		// Not its message: it may quote the question.
		logger.warn("The semantic layer failed with {} and is left out of this call", failure.getClass().getName());
		this.events.incident(call.key().cache(), CacheIncident.FAILED_OPEN);
	}

	/** What a load keeps of its question, when the match found may not be served. */
	Gist gist(Call call, Finding finding) {
		boolean lacksVector = finding.match() != null && finding.draft().vector() == null;
		return new Gist(lacksVector ? draft(call, true) : finding.draft(), serves(call) ? null : finding.match());
	}

	/** What to keep of a question that was not looked for; never throws. */
	Draft draft(Call call, boolean embedding) {
		try {
			SemanticLayer layer = layer(call);
			return (layer != null) ? layer.draft(call.key(), call.policy().semantic(), embedding) : Draft.NONE;
		}
		catch (RuntimeException | LinkageError ex) {
			leftOut(call, ex);
			return Draft.NONE;
		}
	}

	boolean serves(Call call) {
		return call.policy().semantic().mode() == SemanticMode.SERVE;
	}

	/** Leaves a pointer, so that the next equal request needs no search. */
	void remember(Call call, byte[] seenStamp, Match match) {
		CacheKey key = call.key();
		Entry alias = Entry.alias(key, this.tokens.next(), match.entry(), match.alias());
		Runnable failed = () -> this.events.incident(key.cache(), CacheIncident.FAILED_WRITE);
		try {
			this.store.alias(key, seenStamp, alias, life(call.policy(), match.entry()), failed);
		}
		catch (StoreException ex) {
			failed.run();
		}
	}

	private Duration life(CachePolicy policy, Entry entry) {
		long lastMoment = Math.min(entry.freshUntil() + policy.staleLife().toMillis(),
				entry.started() + policy.maxAge().toMillis());
		return Duration.ofMillis(Math.max(1, lastMoment - this.store.now()));
	}

	@Nullable Document document(Call call, Gist gist, Entry entry) {
		SemanticLayer layer = layer(call);
		return (layer != null) ? layer.document(call.key(), gist.draft(), entry.started()) : null;
	}

	/** Makes a stored answer known; the answer stays stored if that fails. */
	void announce(Call call, Gist gist, @Nullable Document document, Duration life) {
		SemanticLayer layer = layer(call);
		if (layer == null) {
			return;
		}
		try {
			layer.announce(call.key(), call.policy().semantic(), gist.draft(), document, life);
		}
		catch (StoreException ex) {
			this.events.incident(call.key().cache(), CacheIncident.FAILED_WRITE);
		}
	}

	/** Compares what the model says with what would have been served. */
	void compare(Call call, Match shadow, byte @Nullable [] payload) {
		Entry entry = shadow.entry();
		byte[] bytes = entry.bytes();
		boolean equal = payload != null && Arrays.equals(bytes, Entry.HEADER, bytes.length, payload, 0, payload.length);
		this.events.shadow(call.key().cache(), equal);
		SemanticLayer layer = layer(call);
		if (equal || payload == null || layer == null) {
			return;
		}
		String served = new String(bytes, Entry.HEADER, entry.payloadLength(), StandardCharsets.UTF_8);
		String loaded = new String(payload, StandardCharsets.UTF_8);
		this.background.execute(() -> {
			double likeness = layer.likeness(served, loaded);
			if (!Double.isNaN(likeness)) {
				this.events.likeness(call.key().cache(), likeness);
			}
		});
	}

	/** The request behind a stored question; null when there is none. */
	@Nullable CacheKey stored(String cache, String version, Digest digest) throws StoreException {
		SemanticLayer layer = this.layer.get();
		return (layer != null) ? layer.stored(cache, version, digest) : null;
	}

	@Nullable Explanation explain(Call call) throws StoreException {
		SemanticLayer layer = layer(call);
		return (layer != null) ? layer.explain(call.key(), call.policy().semantic(), (target) -> live(call, target))
				: null;
	}

	/** The entry of another question in the scope of the call, if it may be served. */
	private @Nullable Entry live(Call call, Digest target) throws StoreException {
		Reading reading = this.store.get(call.answeredBy(target).key());
		if (!(reading instanceof Reading.Present present) || present.entry().isAlias()) {
			return null;
		}
		Entry entry = present.entry();
		long now = this.store.now();
		boolean serves = call.admits(entry, now)
				&& now < entry.freshUntil() + call.policy().staleWhileRevalidate().toMillis();
		return serves ? entry : null;
	}

	private @Nullable SemanticLayer layer(Call call) {
		return (call.policy().semantic().mode() != SemanticMode.OFF) ? this.layer.get() : null;
	}

}
