package io.llmcache.faults;

import java.util.ArrayList;
import java.util.List;

import io.llmcache.BypassReason;
import io.llmcache.CacheCall;
import io.llmcache.CacheIncident;
import io.llmcache.CacheOutcome;
import io.llmcache.LlmCaches;
import io.llmcache.engine.ResponseCache;
import io.llmcache.test.Eventually;
import io.llmcache.test.FakeModel;
import io.llmcache.test.Fault;
import io.llmcache.test.TestRedis;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Loads and refreshes that go wrong, seen by the callers of an application.
 */
class LoadFaultsIntegrationTests {

	private static final String[] STALE = { Desk.PATIENT, "llm.cache.ttl=1ms", "llm.cache.ttl-jitter=0",
			"llm.cache.max-age=1h", "llm.cache.stale-while-revalidate=1h", "llm.cache.hot.threshold=0",
			"llm.cache.refresh.threads=1", "llm.cache.refresh.queue=1", "llm.cache.refresh.backoff=1s" };

	private final TestRedis redis = TestRedis.shared();

	@BeforeEach
	void flush() {
		this.redis.flush();
	}

	@Test
	@Fault("L16")
	void refreshesThatFindNoThreadAreDroppedAndLeftToALaterHit() {
		Desk.on(this.redis.properties(), STALE).run((context) -> {
			Desk desk = context.getBean(Desk.class);
			FakeModel model = context.getBean(FakeModel.class);
			for (int i = 0; i < 4; i++) {
				desk.ask("Question " + i);
			}
			model.hold();
			for (int i = 0; i < 4; i++) {
				awaitStale(desk, "Question " + i);
				// The first one has the thread before the second one takes the queue.
				model.awaitCalls(5);
			}

			assertThat(desk.count(CacheIncident.REFRESH_DROPPED)).isEqualTo(2);
			model.release();
			awaitQuiet(context);
			assertThat(model.calls()).isEqualTo(6);
			assertThat(leases()).isEmpty();
			awaitStale(desk, "Question 3");
			model.awaitCalls(7);
			awaitQuiet(context);
		});
	}

	@Test
	@Fault({ "L11", "L15" })
	void anErrorInARefreshFreesEverythingAndTheNextTryComesAfterAPause() {
		Desk.on(this.redis.properties(), STALE).run((context) -> {
			Desk desk = context.getBean(Desk.class);
			FakeModel model = context.getBean(FakeModel.class);
			desk.ask("What is a PIN?");
			model.failWith(new StackOverflowError());
			awaitStale(desk, "What is a PIN?");
			Eventually.holds(() -> desk.count(CacheIncident.REFRESH_FAILED) == 1, () -> "no refresh failed");
			awaitQuiet(context);
			assertThat(leases()).isEmpty();
			assertThat(desk.ask("What is a PIN?").outcome()).isEqualTo(CacheOutcome.STALE_HIT);
			awaitQuiet(context);
			assertThat(model.calls()).as("in the pause").isEqualTo(2);

			model.failWith(null);
			Eventually.holds(() -> isStale(desk, "What is a PIN?") && model.calls() > 2,
					() -> "not tried again: " + model.calls() + " calls");
			awaitQuiet(context);
			assertThat(desk.count(CacheIncident.REFRESH_FAILED)).isEqualTo(1);
		});
	}

	@Test
	@Fault("L12")
	void aMethodThatAsksItselfGoesPastTheCache() {
		Desk.on(Recursive.class, this.redis.properties(), Desk.PATIENT).run((context) -> {
			Desk desk = context.getBean(Desk.class);

			CacheCall<String> outer = desk.ask("What is a PIN?");

			assertThat(outer.value()).isEqualTo("innermost, asked again");
			assertThat(outer.outcome()).isEqualTo(CacheOutcome.MISS);
			assertThat(context.getBean(Recursive.class).inner).singleElement().satisfies((call) -> {
				assertThat(call.reason()).isEqualTo(BypassReason.RECURSION);
				assertThat(call.value()).isEqualTo("innermost");
			});
			assertThat(desk.ask("What is a PIN?").outcome()).isEqualTo(CacheOutcome.EXACT_HIT);
			awaitQuiet(context);
		});
	}

	private static void awaitStale(Desk desk, String question) {
		Eventually.holds(() -> isStale(desk, question), () -> "still fresh");
	}

	private static boolean isStale(Desk desk, String question) {
		try {
			return desk.ask(question).outcome() == CacheOutcome.STALE_HIT;
		}
		catch (Exception ex) {
			throw new AssertionError("Cache trouble broke the call", ex);
		}
	}

	private static void awaitQuiet(AssertableApplicationContext context) {
		ResponseCache cache = context.getBean(ResponseCache.class);
		Eventually.holds(() -> cache.underWay() == 0, () -> cache.underWay() + " still under way");
	}

	private List<String> leases() {
		return this.redis.connection().sync().keys("*:l:*");
	}

	/** Its model asks the desk the same again, once. */
	@Configuration(proxyBeanMethods = false)
	static class Recursive {

		private final List<CacheCall<String>> inner = new ArrayList<>();

		private int depth;

		@Bean
		Desk.Assistant assistant(ObjectProvider<Desk> desk) {
			return new Desk.Assistant((question) -> answer(desk.getObject(), question));
		}

		@Bean
		Desk desk(Desk.Assistant assistant, LlmCaches caches) {
			return new Desk(assistant, caches);
		}

		private String answer(Desk desk, String question) {
			if (this.depth++ > 0) {
				return "innermost";
			}
			try {
				this.inner.add(desk.ask(question));
				return this.inner.get(0).value() + ", asked again";
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

}
