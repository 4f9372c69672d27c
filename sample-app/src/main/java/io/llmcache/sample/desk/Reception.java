package io.llmcache.sample.desk;

import java.time.Duration;
import java.util.concurrent.Callable;

import io.llmcache.CacheCall;
import io.llmcache.CacheOutcome;
import io.llmcache.CacheStats;
import io.llmcache.LlmCaches;
import io.llmcache.WriteOutcome;
import io.llmcache.sample.model.MeteredModel;
import io.llmcache.sample.model.ModelProperties;
import io.llmcache.sample.model.TokenMeter;
import io.llmcache.sample.model.Tokens;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Passes questions to the desk and keeps the books: what each answer took and what it did
 * not cost. Works without the cache too ({@code llm.cache.enabled=false}), to compare.
 * Thread-safe.
 */
@Component
public class Reception {

	private final SupportDesk desk;

	private final MeteredModel model;

	private final ModelProperties.Price price;

	private final ObjectProvider<LlmCaches> caches;

	private final TokenMeter tokensSaved = new TokenMeter();

	Reception(SupportDesk desk, MeteredModel model, ModelProperties properties, ObjectProvider<LlmCaches> caches) {
		this.desk = desk;
		this.model = model;
		this.price = properties.price();
		this.caches = caches;
	}

	/**
	 * Has a question answered.
	 * @param question the question
	 * @throws Exception when there is no answer
	 */
	public Answer ask(String question) throws Exception {
		long begun = System.nanoTime();
		CacheCall<String> call = observed(() -> this.desk.answer(question));
		Duration took = Duration.ofNanos(System.nanoTime() - begun);
		Tokens saved = tokensSaved(question, call);
		this.tokensSaved.add(saved);
		return Answer.of(call, took, saved.total(), this.price.of(saved));
	}

	/**
	 * Forgets one answer.
	 * @param digest the answer's digest
	 */
	WriteOutcome forget(String digest) {
		LlmCaches caches = this.caches.getIfAvailable();
		return (caches != null) ? caches.evict(SupportDesk.CACHE, digest) : WriteOutcome.ABSENT;
	}

	/**
	 * Says that the answer to another question was the wrong one for this question.
	 * @param digest digest of the question asked
	 */
	WriteOutcome reject(String digest) {
		LlmCaches caches = this.caches.getIfAvailable();
		return (caches != null) ? caches.reject(SupportDesk.CACHE, digest) : WriteOutcome.ABSENT;
	}

	/**
	 * Forgets all answers.
	 */
	WriteOutcome forgetAll() {
		LlmCaches caches = this.caches.getIfAvailable();
		return (caches != null) ? caches.clear(SupportDesk.CACHE) : WriteOutcome.ABSENT;
	}

	/**
	 * What this instance has done since its start.
	 */
	Books books() {
		LlmCaches caches = this.caches.getIfAvailable();
		CacheStats stats = (caches != null) ? caches.stats(SupportDesk.CACHE) : null;
		return Books.of(this.model, stats, this.tokensSaved.sum(), this.price);
	}

	private CacheCall<String> observed(Callable<String> code) throws Exception {
		LlmCaches caches = this.caches.getIfAvailable();
		return (caches != null) ? caches.observed(code)
				: new CacheCall<>(code.call(), CacheOutcome.BYPASS, null, null, null, null, null);
	}

	private static Tokens tokensSaved(String question, CacheCall<String> call) {
		boolean unpaid = call.outcome().isHit() || call.outcome() == CacheOutcome.COALESCED;
		String answer = call.value();
		return (unpaid && answer != null) ? Tokens.estimate(question, answer) : Tokens.NONE;
	}

}
