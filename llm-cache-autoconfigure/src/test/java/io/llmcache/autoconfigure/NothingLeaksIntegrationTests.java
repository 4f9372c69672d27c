package io.llmcache.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import io.llmcache.BypassReason;
import io.llmcache.CacheRequest;
import io.llmcache.LlmCacheEvict;
import io.llmcache.LlmCacheListener;
import io.llmcache.LlmCached;
import io.llmcache.LlmCaches;
import io.llmcache.LlmPrompt;
import io.llmcache.LlmTenant;
import io.llmcache.LoadDeadlineExceededException;
import io.llmcache.Sampling;
import io.llmcache.actuate.LlmCacheEndpoint;
import io.llmcache.key.ArgumentEncoder;
import io.llmcache.test.Eventually;
import io.llmcache.test.FakeModel;
import io.llmcache.test.Fault;
import io.llmcache.test.Seen;
import io.llmcache.test.TestRedis;
import io.micrometer.common.KeyValue;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * What users ask, who they are and what they are told is written nowhere but in the
 * answers' payloads: no name of a key, no log line, tag, endpoint or message of ours.
 */
class NothingLeaksIntegrationTests {

	private static final String CANARY = "canary";

	private static final String PROMPT = CANARY + "-prompt";

	private static final String TENANT = CANARY + "-tenant";

	private static final String ARGUMENT = CANARY + "-argument";

	private final LogLines log = new LogLines();

	private final TestRedis redis = TestRedis.start();

	private final List<String> written = new ArrayList<>();

	private final List<String> exceptions = new ArrayList<>();

	private final ApplicationContextRunner runner = CacheContexts.runner()
		.withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class, EndpointAutoConfiguration.class,
				LlmCacheObservationAutoConfiguration.class, LlmCacheMetricsAutoConfiguration.class,
				LlmCacheEndpointAutoConfiguration.class))
		.withPropertyValues(this.redis.properties())
		.withPropertyValues("management.endpoints.jmx.exposure.include=llmcache", "spring.jmx.enabled=true",
				"llm.cache.lock.on-deadline=load", "llm.cache.max-key-input=100KB", "llm.cache.max-entry-size=1KB",
				"llm.cache.caches.tenants.tenant=required", "llm.cache.caches.slow.load-deadline=100ms",
				"llm.cache.caches.stale.ttl=1ms", "llm.cache.caches.stale.max-age=1h",
				"llm.cache.caches.stale.stale-while-revalidate=1h")
		.withBean(FakeModel.class)
		.withBean(Desk.class)
		.withBean(SimpleMeterRegistry.class)
		.withBean(ObservationRegistry.class, () -> observed(this.written))
		.withBean(ArgumentEncoder.class, WithTools::new)
		.withBean(LlmCacheListener.class, QuotingListener::new);

	@BeforeEach
	void listen() {
		this.log.start();
		logger().setLevel(Level.DEBUG);
		logger().addAppender(this.log);
	}

	@AfterEach
	void stop() {
		logger().detachAppender(this.log);
		logger().setLevel(null);
		this.redis.close();
	}

	@Test
	@Fault("S6")
	void whateverHappensNothingOfARequestIsWritten(Seen seen) {
		this.runner.run((context) -> {
			Desk desk = context.getBean(Desk.class);
			FakeModel model = context.getBean(FakeModel.class).answerWith((prompt) -> CANARY + "-answer");
			call(desk, model);
			failAndWait(desk, model);
			programmatically(context.getBean(LlmCaches.class));
			this.written.addAll(this.redis.connection().sync().keys("*"));
			assertThat(this.written).filteredOn((name) -> name.contains(":e:{")).hasSizeGreaterThan(2);
			desk.forget(PROMPT, TENANT);
			desk.forgetTenant(TENANT);
			desk.forgetBadly(ARGUMENT);
			look(context);
			this.redis.kill();
			desk.answer(PROMPT, TENANT);
			desk.forget(PROMPT, TENANT);
			look(context);

			assertThat(reasons(context)).as("every way past the cache was taken")
				.containsExactlyInAnyOrder(BypassReason.values());
		});

		assertThat(this.written).isNotEmpty().allSatisfy((text) -> assertThat(text).doesNotContainIgnoringCase(CANARY));
		assertThat(this.exceptions).isNotEmpty()
			.allSatisfy((text) -> assertThat(text).doesNotContainIgnoringCase(CANARY));
		assertThat(this.log.lines).hasSizeGreaterThan(5)
			.allSatisfy((line) -> assertThat(line).doesNotContainIgnoringCase(CANARY));
		seen.that("every reason to bypass taken: 0 canaries in names, log, tags, spans, messages and endpoint");
	}

	/** Hits, misses, and what needs no second thread to go wrong. */
	private void call(Desk desk, FakeModel model) throws InterruptedException {
		desk.answer(PROMPT, TENANT);
		desk.answer(PROMPT, TENANT);
		desk.answer(PROMPT, null);
		desk.condition(ARGUMENT);
		desk.expression(ARGUMENT);
		desk.unless(ARGUMENT);
		desk.sampled(PROMPT, 0.7);
		desk.tools(PROMPT, new Toolbox(ARGUMENT));
		desk.open(PROMPT, new Object() {

			@Override
			public String toString() {
				return ARGUMENT;
			}

		});
		desk.answer(PROMPT.repeat(20_000), TENANT);
		desk.tooLarge(PROMPT);
		desk.unfaithful(PROMPT);
		desk.recursive(PROMPT, desk);
		desk.stale(PROMPT);
		Thread.sleep(5);
		model.failWith(new IllegalStateException(CANARY + "-error"));
		desk.stale(PROMPT);
		model.awaitCalls(model.calls());
		assertThat(catchThrowable(() -> desk.answer(PROMPT + 2, TENANT))).hasMessage(CANARY + "-error");
		model.failWith(null);
	}

	/** What happens to those who wait for others. */
	private void failAndWait(Desk desk, FakeModel model) throws Exception {
		for (Callable<Object> call : List.<Callable<Object>>of(() -> desk.slow(PROMPT),
				() -> desk.unfaithful(PROMPT))) {
			model.hold();
			int before = model.calls();
			CompletableFuture<Object> leader = CompletableFuture.supplyAsync(() -> quietly(call));
			model.awaitCalls(before + 1);
			Thread waiter = new Thread(() -> quietly(call));
			waiter.start();
			Eventually.holds(() -> waiter.getState() == Thread.State.WAITING
					|| waiter.getState() == Thread.State.TIMED_WAITING || !waiter.isAlive(), () -> "not waiting");
			// Past the deadline of the slow one; the other waits for its leader.
			Thread.sleep(200);
			model.release();
			leader.join();
			waiter.join();
		}
		model.hold();
		int before = model.calls();
		CompletableFuture<Object> leader = CompletableFuture
			.supplyAsync(() -> quietly(() -> desk.answer(PROMPT + 3, TENANT)));
		model.awaitCalls(before + 1);
		Thread interrupted = new Thread(
				() -> this.exceptions.add(String.valueOf(catchThrowable(() -> desk.answer(PROMPT + 3, TENANT)))));
		interrupted.start();
		Eventually.holds(() -> interrupted.getState() == Thread.State.WAITING, () -> "not waiting");
		interrupted.interrupt();
		interrupted.join();
		model.release();
		leader.join();
		this.exceptions.add(String.valueOf(new LoadDeadlineExceededException("desk", Duration.ofSeconds(1))));
	}

	private void programmatically(LlmCaches caches) throws Exception {
		CacheRequest<String> request = CacheRequest.of("code", "ask", String.class, PROMPT)
			.withTenant(TENANT)
			.with("argument", ARGUMENT);
		caches.call(request, () -> CANARY + "-answer");
		caches.call(request.with("thing", new Toolbox(ARGUMENT)), () -> CANARY + "-answer");
		caches.call(request.with("thing", Thread.currentThread()), () -> CANARY + "-answer");
		caches.put(request, CANARY + "-answer");
		caches.evict(request);
		caches.evictTenant(TENANT);
		this.written.add(request.toString());
		this.exceptions.add(String.valueOf(
				catchThrowable(() -> caches.call(CacheRequest.of("code", "ask", Object.class, PROMPT), () -> "a"))));
	}

	private void look(AssertableApplicationContext context) {
		for (var meter : context.getBean(MeterRegistry.class).getMeters()) {
			this.written.add(meter.getId().toString());
		}
		LlmCacheEndpoint endpoint = context.getBean(LlmCacheEndpoint.class);
		JsonMapper mapper = JsonMapper.shared();
		this.written.add(mapper.writeValueAsString(endpoint.overview()));
		context.getBean(LlmCaches.class)
			.names()
			.forEach((name) -> this.written.add(mapper.writeValueAsString(endpoint.cache(name))));
	}

	private static List<BypassReason> reasons(AssertableApplicationContext context) {
		LlmCaches caches = context.getBean(LlmCaches.class);
		return caches.names()
			.stream()
			.flatMap((name) -> caches.stats(name).bypasses().entrySet().stream())
			.filter((entry) -> entry.getValue() > 0)
			.map(Map.Entry::getKey)
			.distinct()
			.toList();
	}

	private static Object quietly(Callable<Object> call) {
		try {
			return call.call();
		}
		catch (Exception ex) {
			return ex;
		}
	}

	private static Logger logger() {
		return (Logger) LoggerFactory.getLogger("io.llmcache");
	}

	private static ObservationRegistry observed(List<String> written) {
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig().observationHandler(new ObservationHandler<>() {

			@Override
			public boolean supportsContext(Observation.Context context) {
				return true;
			}

			@Override
			public void onStop(Observation.Context context) {
				synchronized (written) {
					written.add(context.getName() + " " + context.getContextualName());
					for (KeyValue value : context.getAllKeyValues()) {
						written.add(value.toString());
					}
				}
			}

		});
		return registry;
	}

	/** Every line of ours, messages of exceptions included. */
	private static final class LogLines extends AppenderBase<ILoggingEvent> {

		private final List<String> lines = new ArrayList<>();

		@Override
		protected void append(ILoggingEvent event) {
			this.lines.add(event.getFormattedMessage());
			for (IThrowableProxy ex = event.getThrowableProxy(); ex != null; ex = ex.getCause()) {
				this.lines.add(ex.getClassName() + ": " + ex.getMessage());
			}
		}

	}

	/** Fails with what it was told. */
	private static final class QuotingListener implements LlmCacheListener {

		@Override
		public void onLoad(String cache, Duration took, @Nullable Throwable failure) {
			if (failure != null) {
				throw new IllegalStateException(failure.getMessage(), failure);
			}
		}

	}

	record Toolbox(String content) {

	}

	private static final class WithTools implements ArgumentEncoder {

		@Override
		public boolean supports(Class<?> type) {
			return type == Toolbox.class;
		}

		@Override
		public Parts encode(Object value) {
			return new Parts(((Toolbox) value).content(), null, true);
		}

	}

	record Forgetful(String text) {

		Forgetful {
			text = text + "!";
		}

	}

	static class Desk {

		private final FakeModel model;

		Desk(FakeModel model) {
			this.model = model;
		}

		@LlmCached(cache = "tenants")
		public String answer(@LlmPrompt String question, @LlmTenant @Nullable String tenant) {
			return this.model.answer(question);
		}

		@LlmCached(condition = "#argument == null")
		public String condition(String argument) {
			return this.model.answer(argument);
		}

		@LlmCached(key = "T(java.lang.Integer).parseInt(#argument)")
		public String expression(String argument) {
			return this.model.answer(argument);
		}

		@LlmCached(unless = "#result.charAt(-1) == 'a'")
		public String unless(String argument) {
			return this.model.answer(argument);
		}

		@LlmCached(sampling = Sampling.DETERMINISTIC)
		public String sampled(String question, double temperature) {
			return this.model.answer(question);
		}

		@LlmCached
		public String tools(String question, Toolbox tools) {
			return this.model.answer(question);
		}

		@LlmCached
		public String open(String question, Object anything) {
			return this.model.answer(question);
		}

		@LlmCached
		public String tooLarge(String question) {
			return this.model.answer(question).repeat(1_000);
		}

		@LlmCached
		public Forgetful unfaithful(String question) {
			return new Forgetful(this.model.answer(question));
		}

		@LlmCached(key = "#question")
		public String recursive(String question, @Nullable Desk again) {
			return (again != null) ? again.recursive(question, null) : this.model.answer(question);
		}

		@LlmCached(cache = "stale")
		public String stale(String question) {
			return this.model.answer(question);
		}

		@LlmCached(cache = "slow")
		public String slow(String question) {
			return this.model.answer(question);
		}

		@LlmCacheEvict(cache = "tenants")
		public void forget(@LlmPrompt String question, @LlmTenant String tenant) {
		}

		@LlmCacheEvict(cache = "tenants")
		public void forgetTenant(@LlmTenant String tenant) {
		}

		@LlmCacheEvict(cache = "tenants", tenant = "#argument.charAt(-1)")
		public void forgetBadly(String argument) {
		}

	}

}
