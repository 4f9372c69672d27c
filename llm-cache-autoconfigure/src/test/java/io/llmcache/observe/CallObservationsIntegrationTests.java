package io.llmcache.observe;

import io.llmcache.LlmCached;
import io.llmcache.autoconfigure.CacheContexts;
import io.llmcache.autoconfigure.LlmCacheMetricsAutoConfiguration;
import io.llmcache.autoconfigure.LlmCacheObservationAutoConfiguration;
import io.llmcache.intercept.CallObserver;
import io.llmcache.test.FakeModel;
import io.llmcache.test.TestRedis;
import io.micrometer.common.KeyValues;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests of the observation around each call.
 */
class CallObservationsIntegrationTests {

	private final ApplicationContextRunner runner = CacheContexts.runner()
		.withConfiguration(AutoConfigurations.of(LlmCacheObservationAutoConfiguration.class))
		.withBean(FakeModel.class)
		.withBean(Desk.class);

	@BeforeEach
	void flush() {
		TestRedis.shared().flush();
	}

	@Test
	void aMissAHitAndABypassAreToldApart() {
		this.runner.withBean(TestObservationRegistry.class, TestObservationRegistry::create).run((context) -> {
			TestObservationRegistry registry = context.getBean(TestObservationRegistry.class);
			Desk desk = context.getBean(Desk.class);

			desk.answer("a", 0.0);
			assertSingle(registry, "miss", "none");
			registry.clear();
			desk.answer("a", 0.0);
			assertSingle(registry, "exact_hit", "none");
			registry.clear();
			desk.answer("a", 0.7);
			assertSingle(registry, "bypass", "sampling");
		});
	}

	private static void assertSingle(TestObservationRegistry registry, String outcome, String reason) {
		TestObservationRegistryAssert.assertThat(registry)
			.hasSingleObservationThat()
			.hasNameEqualTo("llm.cache.call")
			.hasContextualNameEqualTo("llm-cache desk")
			.hasBeenStarted()
			.hasBeenStopped()
			.doesNotHaveError()
			.hasLowCardinalityKeyValue("cache", "desk")
			.hasLowCardinalityKeyValue("outcome", outcome)
			.hasLowCardinalityKeyValue("reason", reason)
			.hasKeyValuesCount(3);
	}

	@Test
	void aFailureIsTold() {
		this.runner.withBean(TestObservationRegistry.class, TestObservationRegistry::create).run((context) -> {
			TestObservationRegistry registry = context.getBean(TestObservationRegistry.class);
			IllegalStateException failure = new IllegalStateException();
			context.getBean(FakeModel.class).failWith(failure);

			assertThatIllegalStateException().isThrownBy(() -> context.getBean(Desk.class).answer("a", 0.0));

			TestObservationRegistryAssert.assertThat(registry)
				.hasSingleObservationThat()
				.hasBeenStopped()
				.hasLowCardinalityKeyValue("outcome", "failure")
				.hasLowCardinalityKeyValue("reason", "none")
				.hasError(failure);
		});
	}

	@Test
	void theLoadRunsWithinTheScopeOfTheObservation() {
		this.runner.withBean(TestObservationRegistry.class, TestObservationRegistry::create).run((context) -> {
			TestObservationRegistry registry = context.getBean(TestObservationRegistry.class);
			Observation[] during = new Observation[1];
			context.getBean(FakeModel.class).answerWith((prompt) -> {
				during[0] = registry.getCurrentObservation();
				return "answer";
			});
			Observation outer = Observation.start("outer", registry);
			outer.scoped(() -> {
				context.getBean(Desk.class).answer("a", 0.0);
				assertThat(registry.getCurrentObservation()).as("as it was").isSameAs(outer);
			});

			assertThat(during[0]).isNotNull();
			assertThat(during[0].getContextView().getName()).isEqualTo("llm.cache.call");
			assertThat(during[0].getContextView().getParentObservation()).isSameAs(outer);
		});
	}

	@Test
	void theObservationIsATimerOfItsOwn() {
		this.runner
			.withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class,
					SimpleMetricsExportAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class,
					ObservationAutoConfiguration.class, LlmCacheMetricsAutoConfiguration.class))
			.run((context) -> {
				context.getBean(Desk.class).answer("a", 0.0);
				context.getBean(Desk.class).answer("a", 0.0);

				MeterRegistry registry = context.getBean(MeterRegistry.class);
				assertThat(registry.get("llm.cache.call").tag("outcome", "exact_hit").timer().count()).isEqualTo(1);
				assertThat(registry.get("llm.cache.call").timers())
					.allSatisfy((timer) -> assertThat(timer.getId().getTags()).extracting("key")
						.containsExactlyInAnyOrder("cache", "outcome", "reason", "error"));
			});
	}

	@Test
	void anObservationThatNobodyWantsIsNotMade() {
		this.runner.withBean(ObservationRegistry.class, () -> ObservationRegistry.NOOP).run((context) -> {
			assertThat(context).hasSingleBean(CallObserver.class);
			assertThat(context.getBean(CallObserver.class).begin("desk", "operation"))
				.isSameAs(CallObserver.Observed.NOTHING);
		});
	}

	@Test
	void anObservationThatIsSwitchedOffIsNotMade() {
		TestObservationRegistry registry = TestObservationRegistry.create();
		registry.observationConfig().observationPredicate((name, observed) -> !name.equals("llm.cache.call"));
		this.runner.withBean(TestObservationRegistry.class, () -> registry).run((context) -> {
			context.getBean(Desk.class).answer("a", 0.0);

			TestObservationRegistryAssert.assertThat(registry).doesNotHaveAnyObservation();
		});
	}

	@Test
	void aConventionOfTheUsersNamesTheObservation() {
		this.runner.withBean(TestObservationRegistry.class, TestObservationRegistry::create)
			.withBean(CallConvention.class, Renamed::new)
			.run((context) -> {
				context.getBean(Desk.class).answer("a", 0.0);

				TestObservationRegistryAssert.assertThat(context.getBean(TestObservationRegistry.class))
					.hasSingleObservationThat()
					.hasNameEqualTo("renamed")
					.hasLowCardinalityKeyValue("operation", Desk.class.getName() + ".answer(java.lang.String,double)");
			});
	}

	@Test
	void aConventionThatThrowsBreaksNoCall() {
		this.runner.withBean(TestObservationRegistry.class, TestObservationRegistry::create)
			.withBean(CallConvention.class, Broken::new)
			.run((context) -> {
				assertThat(context.getBean(Desk.class).answer("a", 0.0)).isEqualTo("answer to a");
				assertThat(context.getBean(Desk.class).answer("a", 0.0)).isEqualTo("answer to a");
				assertThat(context.getBean(TestObservationRegistry.class).getCurrentObservation()).isNull();
			});
	}

	static final class Renamed implements CallConvention {

		@Override
		public @Nullable String getName() {
			return "renamed";
		}

		@Override
		public KeyValues getLowCardinalityKeyValues(CallContext context) {
			return KeyValues.of("operation", context.operation());
		}

	}

	static final class Broken implements CallConvention {

		@Override
		public KeyValues getLowCardinalityKeyValues(CallContext context) {
			throw new IllegalStateException();
		}

	}

	static class Desk {

		private final FakeModel model;

		Desk(FakeModel model) {
			this.model = model;
		}

		@LlmCached(cache = "desk")
		public String answer(String question, double temperature) {
			return this.model.answer(question);
		}

	}

}
