package io.llmcache.intercept;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.llmcache.CacheOutcome;
import io.llmcache.LlmCaches;
import io.llmcache.autoconfigure.CacheContexts;
import io.llmcache.engine.ResponseCache;
import io.llmcache.test.Eventually;
import io.llmcache.test.FakeModel;
import io.llmcache.test.Fault;
import io.llmcache.test.TestRedis;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static io.llmcache.autoconfigure.CacheContexts.outcome;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What every return shape owes its callers. A new shape is one subclass.
 *
 * @param <D> a bean whose methods return in that shape
 */
abstract class ReturnAdapterContractTests<D> {

	private final Class<D> type;

	private final ApplicationContextRunner runner;

	ReturnAdapterContractTests(Class<D> type) {
		this.type = type;
		this.runner = CacheContexts.runner().withBean(FakeModel.class).withBean(type);
	}

	/** The text in what the bean returns; null when there is none. */
	abstract @Nullable String text(D desk, String question);

	/** The lines in what the bean returns. */
	abstract List<String> lines(D desk, String question);

	/** The mutable note in what the bean returns. */
	abstract Note note(D desk, String question);

	/** The text, where the method may throw checked exceptions. */
	abstract @Nullable String checked(D desk, String question) throws Exception;

	@BeforeEach
	void flush() {
		TestRedis.shared().flush();
	}

	@Test
	void theFirstCallIsAMissAndTheSecondAHitWithAnEqualAnswer() {
		this.runner.run((context) -> {
			D desk = context.getBean(this.type);

			assertThat(outcome(context, () -> text(desk, "a"))).isEqualTo(CacheOutcome.MISS);
			assertThat(outcome(context, () -> text(desk, "a"))).isEqualTo(CacheOutcome.EXACT_HIT);
			assertThat(text(desk, "a")).isEqualTo("answer to a");
			assertThat(context.getBean(FakeModel.class).calls()).isEqualTo(1);
		});
	}

	@Test
	void everyCallerMayChangeItsAnswer() {
		this.runner.run((context) -> {
			D desk = context.getBean(this.type);
			for (int i = 0; i < 3; i++) {
				List<String> lines = lines(desk, "a");
				assertThat(lines).containsExactly("answer to a");
				lines.add("mine");
				Note note = note(desk, "a");
				assertThat(note.getText()).isEqualTo("answer to a");
				note.setText("mine");
			}
			assertThat(context.getBean(FakeModel.class).calls()).isEqualTo(2);
		});
	}

	@Test
	@Fault("L7")
	void anEmptyAnswerIsReturnedAndNotStored() {
		this.runner.run((context) -> {
			D desk = context.getBean(this.type);
			FakeModel model = context.getBean(FakeModel.class);
			for (String empty : new String[] { null, "", " \n" }) {
				model.answerWith((prompt) -> empty);
				assertThat(outcome(context, () -> text(desk, "a"))).isEqualTo(CacheOutcome.MISS);
				assertThat(text(desk, "a")).isEqualTo(empty);
			}
			assertThat(model.calls()).isEqualTo(6);
			assertThat(TestRedis.shared().command("DBSIZE")).isEqualTo(0L);
		});
	}

	@Test
	@Fault("L7")
	void anEmptyAnswerIsStoredWhereTheCacheIsToldTo() {
		this.runner.withPropertyValues("llm.cache.store-empty=true").run((context) -> {
			D desk = context.getBean(this.type);
			FakeModel model = context.getBean(FakeModel.class);
			model.answerWith((prompt) -> prompt.equals("null") ? null : "");

			assertThat(outcome(context, () -> text(desk, "null"))).isEqualTo(CacheOutcome.MISS);
			assertThat(outcome(context, () -> text(desk, "null"))).isEqualTo(CacheOutcome.EXACT_HIT);
			assertThat(text(desk, "null")).isNull();
			assertThat(outcome(context, () -> text(desk, "empty"))).isEqualTo(CacheOutcome.MISS);
			assertThat(outcome(context, () -> text(desk, "empty"))).isEqualTo(CacheOutcome.EXACT_HIT);
			assertThat(text(desk, "empty")).isEmpty();
		});
	}

	@Test
	void whatTheMethodThrowsComesThroughUnchangedAndIsNotStored() {
		this.runner.run((context) -> {
			D desk = context.getBean(this.type);
			FakeModel model = context.getBean(FakeModel.class);
			List<Throwable> failures = List.of(new IOException("checked"), new IllegalStateException("unchecked"),
					new StackOverflowError("error"));
			for (Throwable failure : failures) {
				model.failWith(failure);
				assertThatExceptionOfType(Throwable.class).isThrownBy(() -> checked(desk, "a")).isSameAs(failure);
			}
			model.failWith(null);
			assertThat(outcome(context, () -> checked(desk, "a"))).isEqualTo(CacheOutcome.MISS);
			assertThat(context.getBean(LlmCaches.class).stats("default").failedLoads()).isEqualTo(3);
		});
	}

	@Test
	void callersAtTheSameTimeShareOneLoadAndGetCopiesOfTheirOwn() {
		this.runner.run((context) -> {
			D desk = context.getBean(this.type);
			FakeModel model = context.getBean(FakeModel.class).hold();
			LlmCaches caches = context.getBean(LlmCaches.class);
			ExecutorService callers = Executors.newFixedThreadPool(4);
			try {
				List<Future<List<String>>> answers = new ArrayList<>();
				for (int i = 0; i < 4; i++) {
					answers.add(callers.submit(() -> lines(desk, "a")));
				}
				ResponseCache cache = context.getBean(ResponseCache.class);
				Eventually.holds(() -> cache.underWay() > 0 && model.running() == 1, () -> "no load");
				model.release();
				for (Future<List<String>> answer : answers) {
					assertThat(answer.get()).containsExactly("answer to a");
					answer.get().add("mine");
				}
				assertThat(model.calls()).isEqualTo(1);
				assertThat(caches.stats("default").count(CacheOutcome.MISS)).isEqualTo(1);
			}
			finally {
				callers.shutdownNow();
			}
		});
	}

	/** A mutable answer without equals. */
	static class Note {

		private @Nullable String text;

		public @Nullable String getText() {
			return this.text;
		}

		public void setText(@Nullable String text) {
			this.text = text;
		}

	}

}
