package io.llmcache.engine;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.llmcache.CacheCall;
import io.llmcache.CacheIncident;
import io.llmcache.CacheOutcome;
import io.llmcache.CachePolicy;
import io.llmcache.Explanation;
import io.llmcache.SemanticMatch.Via;
import io.llmcache.intercept.TestInstance;
import io.llmcache.intercept.TestInstance.Caller;
import io.llmcache.intercept.TestPolicy;
import io.llmcache.key.CacheKey;
import io.llmcache.semantic.Meanings;
import io.llmcache.semantic.TestSemantics;
import io.llmcache.store.Entry;
import io.llmcache.store.Reading;
import io.llmcache.store.TestKeys;
import io.llmcache.store.TestStores;
import io.llmcache.test.Eventually;
import io.llmcache.test.FakeModel;
import io.llmcache.test.TestRedis;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * The same question in other words, from the first look to the pointer that is left.
 */
class SemanticFlowTests {

	private static final AtomicInteger NUMBERS = new AtomicInteger();

	private static final String ASKED = "What is a PIN?";

	private static final String NEAR = "Say what a PIN is";

	private static final String FAR = "What is a card?";

	private final TestRedis redis = TestRedis.shared();

	private final FakeModel model = new FakeModel().answerWith((prompt) -> "Answer to " + prompt);

	private final Meanings meanings = new Meanings().put(NEAR, ASKED, 0.97).put(FAR, ASKED, 0.9);

	private final TestSemantics semantics = new TestSemantics(this.meanings).guardedBy("not");

	private final TestPolicy terms = new TestPolicy("flow-" + NUMBERS.incrementAndGet()).semantic(TestSemantics.SERVE);

	private CachePolicy policy = this.terms.build();

	private TestInstance instance;

	@BeforeEach
	void open() {
		this.redis.flush();
		this.instance = TestInstance.on(this.redis, this.semantics);
	}

	@AfterEach
	void quiet() {
		this.model.release();
		this.instance.awaitQuiet();
		this.instance.close();
		this.semantics.close();
		TestStores.assertEveryKeyEnds(this.redis);
	}

	private CacheKey key(String prompt) {
		return TestKeys.key(this.policy.cache(), prompt);
	}

	private CacheCall<Object> ask(String prompt) throws Exception {
		return this.instance.ask(key(prompt), this.policy, this.model);
	}

	private void awaitAlias(String prompt) {
		Eventually.holds(() -> isAlias(key(prompt)), () -> "no pointer");
	}

	private boolean isAlias(CacheKey key) {
		try {
			return this.instance.stores().entries().get(key) instanceof Reading.Present present
					&& present.entry().isAlias();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void aQuestionInOtherWordsGetsTheAnswerOfTheFirst() throws Exception {
		assertThat(ask(ASKED).outcome()).isEqualTo(CacheOutcome.MISS);

		CacheCall<Object> second = ask(NEAR);

		assertThat(second.outcome()).isEqualTo(CacheOutcome.SEMANTIC_HIT);
		assertThat(second.value()).isEqualTo("Answer to " + ASKED);
		assertThat(second.digest()).isEqualTo(key(NEAR).digest().hex());
		assertThat(second.match()).isNotNull();
		assertThat(second.match().answeredBy()).isEqualTo(key(ASKED).digest().hex());
		assertThat(second.match().via()).isEqualTo(Via.INDEX);
		assertThat(second.match().guards()).containsExactly("not");
		assertThat(second.similarity()).isCloseTo(0.97, within(1e-3));
		assertThat(this.model.calls()).isEqualTo(1);
		assertThat(this.meanings.calls()).as("one embedding a question").isEqualTo(2);
	}

	@Test
	void theNextEqualRequestFollowsThePointerAndEmbedsNothing() throws Exception {
		ask(ASKED);
		ask(NEAR);
		awaitAlias(NEAR);
		int embeddings = this.meanings.calls();

		CacheCall<Object> third = ask(NEAR);

		assertThat(third.outcome()).isEqualTo(CacheOutcome.SEMANTIC_HIT);
		assertThat(third.match().via()).isEqualTo(Via.ALIAS);
		assertThat(third.similarity()).isCloseTo(0.97, within(1e-3));
		assertThat(this.meanings.calls()).isEqualTo(embeddings);
		assertThat(this.instance.stats(this.policy).semantic().hits()).containsEntry(Via.INDEX, 1L)
			.containsEntry(Via.ALIAS, 1L);
	}

	@Test
	void anExactHitAsksTheLayerNothing() throws Exception {
		ask(ASKED);
		int embeddings = this.meanings.calls();
		assertThat(ask(ASKED).outcome()).isEqualTo(CacheOutcome.EXACT_HIT);
		assertThat(this.meanings.calls()).isEqualTo(embeddings);
	}

	@Test
	void whatIsTooFarAwayIsLoaded() throws Exception {
		ask(ASKED);
		assertThat(ask(FAR).outcome()).isEqualTo(CacheOutcome.MISS);
		assertThat(this.model.calls()).isEqualTo(2);
	}

	@Test
	void aGuardHasTheLastWord() throws Exception {
		this.meanings.put("What is not a PIN?", ASKED, 0.99);
		ask(ASKED);
		assertThat(ask("What is not a PIN?").outcome()).isEqualTo(CacheOutcome.MISS);
		assertThat(this.instance.stats(this.policy).semantic().vetoes()).containsEntry("not", 1L);
	}

	@Test
	void aGuardThatIsLeftOutIsNotAsked() throws Exception {
		this.meanings.put("What is not a PIN?", ASKED, 0.99);
		this.policy = this.terms
			.semantic(new CachePolicy.Semantic(io.llmcache.SemanticMode.SERVE, 0.95, java.util.Set.of("not"),
					io.llmcache.QuestionKey.OFF))
			.build();
		ask(ASKED);
		assertThat(ask("What is not a PIN?").outcome()).isEqualTo(CacheOutcome.SEMANTIC_HIT);
	}

	@Test
	void theSecondBestIsServedWhenAGuardObjectsToTheBest() throws Exception {
		this.meanings.put("Not a PIN: what is not it?", NEAR, 0.999);
		ask("Not a PIN: what is not it?");
		ask(ASKED);
		CacheCall<Object> call = ask(NEAR);
		assertThat(call.match().answeredBy()).isEqualTo(key(ASKED).digest().hex());
	}

	@Test
	void equalCanonicalFormsNeedNoEmbedding() throws Exception {
		this.policy = this.terms.semantic(TestSemantics.SERVE_FORMS).build();
		ask(ASKED);
		int embeddings = this.meanings.calls();

		CacheCall<Object> second = ask("what is a pin?");

		assertThat(second.outcome()).isEqualTo(CacheOutcome.SEMANTIC_HIT);
		assertThat(second.match().via()).isEqualTo(Via.QUESTION);
		assertThat(second.similarity()).isNull();
		assertThat(this.meanings.calls()).isEqualTo(embeddings);
		awaitAlias("what is a pin?");
		assertThat(ask("what is a pin?").match().via()).isEqualTo(Via.ALIAS);
	}

	@Test
	void whenTheQuestionIsEvictedItsParaphrasesAreLoaded() throws Exception {
		this.policy = this.terms.semantic(TestSemantics.SERVE_FORMS).build();
		ask(ASKED);
		ask(NEAR);
		ask("what is a pin?");
		awaitAlias(NEAR);
		awaitAlias("what is a pin?");

		this.instance.evict(key(ASKED));

		assertThat(ask(NEAR).outcome()).isEqualTo(CacheOutcome.MISS);
		assertThat(ask("what is a pin?").outcome()).as("the form points to nothing")
			.isNotEqualTo(CacheOutcome.EXACT_HIT);
		assertThat(this.instance.count(this.policy, CacheIncident.ALIAS_VOID)).isPositive();
	}

	@Test
	void evictingAParaphraseEvictsTheAnswerItGot() throws Exception {
		ask(ASKED);
		ask(NEAR);
		awaitAlias(NEAR);

		this.instance.evict(key(NEAR));

		assertThat(this.instance.stored(key(ASKED))).isNull();
		assertThat(ask(NEAR).outcome()).isEqualTo(CacheOutcome.MISS);
	}

	@Test
	void whatWasRejectedIsNeverServedToThatQuestionAgain() throws Exception {
		this.policy = this.terms.semantic(TestSemantics.SERVE_FORMS).build();
		this.meanings.put("WHAT is a PIN?", ASKED, 0.999);
		ask(ASKED);
		ask("WHAT is a PIN?");
		awaitAlias("WHAT is a PIN?");
		CacheKey rejecting = key("WHAT is a PIN?");

		assertThat(reject(rejecting)).isTrue();

		assertThat(reject(rejecting)).as("once").isFalse();
		assertThat(ask("WHAT is a PIN?").outcome()).isEqualTo(CacheOutcome.MISS);
		assertThat(ask(ASKED).outcome()).as("the other question keeps it").isEqualTo(CacheOutcome.EXACT_HIT);
	}

	private boolean reject(CacheKey key) throws Exception {
		return this.instance.stores().entries().reject(key.cache(), key.version(), key.digest());
	}

	@Test
	void aClearVoidsWhatPointersLeadTo() throws Exception {
		this.policy = this.terms.semantic(TestSemantics.SERVE_FORMS).build();
		ask(ASKED);
		ask(NEAR);
		awaitAlias(NEAR);
		this.instance.clear(this.policy);
		assertThat(ask(NEAR).outcome()).isEqualTo(CacheOutcome.MISS);
	}

	@Test
	void anotherScopeIsAnotherWorld() throws Exception {
		ask(ASKED);
		CacheKey foreign = TestKeys.key(this.policy.cache(), NEAR, "tenant");
		assertThat(this.instance.ask(foreign, this.policy, this.model).outcome()).isEqualTo(CacheOutcome.MISS);
	}

	@Test
	void anotherThresholdVoidsPointers() throws Exception {
		ask(ASKED);
		ask(NEAR);
		awaitAlias(NEAR);
		this.policy = this.terms
			.semantic(new CachePolicy.Semantic(io.llmcache.SemanticMode.SERVE, 0.98, java.util.Set.of(),
					io.llmcache.QuestionKey.OFF))
			.build();
		assertThat(ask(NEAR).outcome()).isEqualTo(CacheOutcome.MISS);
	}

	@Test
	void switchedOffPointersAreMisses() throws Exception {
		ask(ASKED);
		ask(NEAR);
		awaitAlias(NEAR);
		this.policy = this.terms.semantic(CachePolicy.Semantic.OFF).build();
		assertThat(ask(NEAR).outcome()).isEqualTo(CacheOutcome.MISS);
		assertThat(ask(NEAR).outcome()).isEqualTo(CacheOutcome.EXACT_HIT);
	}

	@Test
	void inShadowNothingIsServedAndBothAnswersAreCompared() throws Exception {
		this.policy = this.terms.semantic(TestSemantics.SHADOW).build();
		this.model.answerWith((prompt) -> prompt.equals(NEAR) ? "Another" : "The same");
		ask(ASKED);

		assertThat(ask(NEAR).outcome()).isEqualTo(CacheOutcome.MISS);
		assertThat(ask("what is a pin?").outcome()).isEqualTo(CacheOutcome.MISS);

		Eventually.holds(() -> this.instance.stats(this.policy).semantic().shadow().compared() == 2,
				() -> this.instance.stats(this.policy).semantic().shadow().toString());
		assertThat(this.instance.stats(this.policy).semantic().shadow().matches()).isEqualTo(2);
		assertThat(this.instance.stats(this.policy).semantic().shadow().equal()).isEqualTo(1);
		assertThat(this.instance.stats(this.policy).semantic().shadow().meanSimilarity()).isBetween(0.3, 0.9);
		assertThat(ask(NEAR).outcome()).isEqualTo(CacheOutcome.EXACT_HIT);
	}

	/** V1 */
	@Test
	void withoutEmbeddingsTheExactLayerAndTheModelWork() throws Exception {
		this.meanings.failWith(new IllegalStateException("down"));
		assertThat(ask(ASKED).outcome()).isEqualTo(CacheOutcome.MISS);
		assertThat(ask(ASKED).outcome()).isEqualTo(CacheOutcome.EXACT_HIT);
		assertThat(ask(NEAR).outcome()).isEqualTo(CacheOutcome.MISS);
		assertThat(this.instance.count(this.policy, CacheIncident.EMBEDDING_FAILED)).isEqualTo(2);
	}

	@Test
	void aLayerThatFailsIsLeftOutAndNobodyIsLeftWaiting() throws Exception {
		this.policy = this.terms.semantic(TestSemantics.SERVE_FORMS).stale(Duration.ofHours(1), Duration.ZERO).build();
		String prompt = TestSemantics.BREAKS + " the layer";
		assertThat(ask(prompt).outcome()).isEqualTo(CacheOutcome.MISS);
		assertThat(ask(prompt).outcome()).isEqualTo(CacheOutcome.EXACT_HIT);
		assertThat(this.instance.count(this.policy, CacheIncident.FAILED_OPEN)).isEqualTo(1);

		age(prompt);
		assertThat(ask(prompt).outcome()).isEqualTo(CacheOutcome.STALE_HIT);
		this.instance.awaitQuiet();
		assertThat(ask(prompt).outcome()).as("fetched anew").isEqualTo(CacheOutcome.EXACT_HIT);
	}

	@Test
	void manyCallersOfOneQuestionCostOneEmbedding() throws Exception {
		ask(ASKED);
		int embeddings = this.meanings.calls();
		List<Caller> callers = java.util.stream.IntStream.range(0, 32)
			.mapToObj((i) -> this.instance.caller(key(NEAR), this.policy, this.model))
			.toList();
		for (Caller caller : callers) {
			assertThat(caller.told().outcome()).isEqualTo(CacheOutcome.SEMANTIC_HIT);
		}
		assertThat(this.model.calls()).isEqualTo(1);
		// One a flight; who comes after the landing and before the pointer flies again.
		assertThat(this.meanings.calls() - embeddings).isBetween(1, 3);
	}

	@Test
	void aStaleAnswerIsFetchedAnewUnderTheQuestionOfTheCaller() throws Exception {
		this.policy = this.terms.stale(Duration.ofHours(1), Duration.ZERO).build();
		ask(ASKED);
		age(ASKED);

		CacheCall<Object> stale = ask(NEAR);

		assertThat(stale.outcome()).isEqualTo(CacheOutcome.STALE_HIT);
		assertThat(stale.match()).isNotNull();
		this.instance.awaitQuiet();
		Eventually.holds(() -> stored(NEAR).equals("Answer to " + NEAR), () -> stored(NEAR));
		assertThat(ask(NEAR).outcome()).isEqualTo(CacheOutcome.EXACT_HIT);
	}

	private String stored(String prompt) {
		try {
			return String.valueOf(this.instance.stored(key(prompt)));
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void age(String prompt) throws Exception {
		long now = this.instance.stores().entries().now();
		Entry stale = Entry.of(key(prompt), "0123456789abcdef", now - 3_600_000, now - 1_000, 100,
				("Answer to " + prompt).getBytes(StandardCharsets.UTF_8));
		this.instance.stores().plant(key(prompt), stale.bytes(), Duration.ofMinutes(30));
	}

	@Test
	void anAnswerThatCannotBeReadIsLoadedRatherThanFoundAgain() throws Exception {
		ask(ASKED);
		CacheKey key = key(NEAR);
		CacheCall<Object> call = this.instance.ask(key, this.policy, new Unreadable(), () -> "fresh");
		assertThat(call.outcome()).isEqualTo(CacheOutcome.MISS);
		assertThat(call.value()).isEqualTo("fresh");
	}

	@Test
	void whatExpiredIsForgottenByTheIndex() throws Exception {
		ask(ASKED);
		this.redis.flush();
		assertThat(ask(NEAR).outcome()).isEqualTo(CacheOutcome.MISS);
		assertThat(this.semantics.index().knows(key(ASKED).scope(), key(ASKED).digest())).isFalse();
	}

	@Test
	void aPeekFindsParaphrasesToo() throws Exception {
		ask(ASKED);
		Step.Hit hit = this.instance.peek(key(NEAR), this.policy);
		assertThat(hit).isNotNull();
		assertThat(hit.outcome()).isEqualTo(CacheOutcome.SEMANTIC_HIT);
	}

	@Test
	void anExplanationTellsTheNearestAndWhy() throws Exception {
		ask(ASKED);
		ask(FAR);
		Explanation explanation = this.instance.cache().explain(new Call(key(NEAR), this.policy));
		assertThat(explanation.answeredBy()).isEqualTo(key(ASKED).digest().hex());
		assertThat(explanation.decision()).isEqualTo("near enough, and no guard objects");
		assertThat(explanation.candidates()).extracting(Explanation.Candidate::digest)
			.containsExactly(key(ASKED).digest().hex(), key(FAR).digest().hex());
		assertThat(explanation.toString()).doesNotContain("PIN");
		assertThat(this.instance.stats(this.policy).semantic().embeddings()).as("counts nothing").isEqualTo(2);
	}

	@Test
	void hitsOfParaphrasesKeepTheAnswerAlive() throws Exception {
		this.policy = this.terms.ttl(Duration.ofSeconds(60), 0).hot(4, Duration.ofSeconds(120)).build();
		ask(ASKED);
		ask(NEAR);
		awaitAlias(NEAR);
		for (int i = 0; i < 5; i++) {
			ask(NEAR);
		}
		this.instance.hits().flush();
		assertThat(this.instance.stores().life(this.instance.stores().entryName(key(ASKED)))).isGreaterThan(100_000);
	}

	private static final class Unreadable implements io.llmcache.codec.ResponseCodec {

		@Override
		public String shape() {
			return "unreadable";
		}

		@Override
		public byte[] encode(Object value) {
			return value.toString().getBytes(StandardCharsets.UTF_8);
		}

		@Override
		public Object decode(byte[] bytes, int offset, int length) throws io.llmcache.codec.CodecException {
			throw new io.llmcache.codec.CodecException("unreadable");
		}

		@Override
		public io.llmcache.codec.Verdict judge(Object value) {
			return io.llmcache.codec.Verdict.STORABLE;
		}

	}

}
