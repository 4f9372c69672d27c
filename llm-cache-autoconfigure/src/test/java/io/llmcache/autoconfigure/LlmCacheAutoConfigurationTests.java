package io.llmcache.autoconfigure;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

import io.llmcache.CacheOutcome;
import io.llmcache.CacheRequest;
import io.llmcache.LlmCacheListener;
import io.llmcache.LlmCacheRedis;
import io.llmcache.LlmCached;
import io.llmcache.LlmCaches;
import io.llmcache.actuate.LlmCacheEndpoint;
import io.llmcache.actuate.LlmCacheHealthIndicator;
import io.llmcache.codec.CodecContributor;
import io.llmcache.codec.ResponseCodec;
import io.llmcache.codec.ResponseCodecs;
import io.llmcache.codec.Verdict;
import io.llmcache.intercept.CachedCall;
import io.llmcache.intercept.CallObserver;
import io.llmcache.intercept.Directory;
import io.llmcache.intercept.ReturnAdapter;
import io.llmcache.key.ArgumentEncoder;
import io.llmcache.key.ScopeContributor;
import io.llmcache.key.TenantResolver;
import io.llmcache.observe.CacheMeters;
import io.llmcache.observe.CallConvention;
import io.llmcache.observe.CallObservations;
import io.llmcache.observe.DefaultCallConvention;
import io.llmcache.test.Eventually;
import io.llmcache.test.TestRedis;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.BeanClassLoaderAware;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DeferredImportSelector;
import org.springframework.context.annotation.Import;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.jedis.JedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.RedisTemplate;
import org.springframework.util.ClassUtils;

import static io.llmcache.autoconfigure.CacheContexts.assertCached;
import static io.llmcache.autoconfigure.CacheContexts.outcome;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.Mockito.mock;

/**
 * Tests of what is there, what gives way, and what stays out of sight.
 */
class LlmCacheAutoConfigurationTests {

	private static final List<Class<?>> LISTED = List.of(AopAutoConfiguration.class,
			TaskExecutionAutoConfiguration.class, DataRedisAutoConfiguration.class, MetricsAutoConfiguration.class,
			SimpleMetricsExportAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class,
			ObservationAutoConfiguration.class, EndpointAutoConfiguration.class,
			HealthContributorAutoConfiguration.class, LlmCacheAutoConfiguration.class,
			LlmCacheObservationAutoConfiguration.class, LlmCacheMetricsAutoConfiguration.class,
			LlmCacheEndpointAutoConfiguration.class, LlmCacheHealthContributorAutoConfiguration.class);

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(LISTED.toArray(Class<?>[]::new)))
		.withPropertyValues(TestRedis.shared().properties())
		.withPropertyValues("management.endpoints.jmx.exposure.include=llmcache", "spring.jmx.enabled=true")
		.withBean(Desk.class);

	@BeforeEach
	void flush() {
		TestRedis.shared().flush();
	}

	@Test
	void everyAutoConfigurationIsListed() {
		assertThat(ImportCandidates.load(AutoConfiguration.class, null).getCandidates()).contains(
				LlmCacheAutoConfiguration.class.getName(), LlmCacheObservationAutoConfiguration.class.getName(),
				LlmCacheMetricsAutoConfiguration.class.getName(), LlmCacheEndpointAutoConfiguration.class.getName(),
				LlmCacheHealthContributorAutoConfiguration.class.getName());
	}

	/** A name that is written as text is not checked by the compiler. */
	@Test
	void theAutoConfigurationsNamedInAnOrderExist() {
		for (Class<?> type : List.of(LlmCacheObservationAutoConfiguration.class,
				LlmCacheMetricsAutoConfiguration.class)) {
			assertThat(type.getAnnotation(AutoConfiguration.class).afterName()).isNotEmpty()
				.allSatisfy((name) -> assertThat(ClassUtils.isPresent(name, null)).as(name).isTrue());
		}
	}

	@Test
	void everythingIsThereAndWorks() {
		this.runner.run((context) -> {
			assertThat(context).hasSingleBean(LlmCaches.class)
				.hasSingleBean(CacheMeters.class)
				.hasSingleBean(CallObservations.class)
				.hasSingleBean(LlmCacheEndpoint.class)
				.hasSingleBean(LlmCacheHealthIndicator.class);
			assertCached(context, () -> context.getBean(Desk.class).answer("a"));
		});
	}

	@Test
	void switchedOffItLeavesNothingBehind() {
		Eventually.holds(() -> ourThreads().isEmpty(), () -> "of other tests: " + ourThreads());
		this.runner.withPropertyValues("llm.cache.enabled=false").run((context) -> {
			assertThat(context.getBean(Desk.class).answer("a")).isEqualTo("answer to a");
			assertThat(context.getBean(Desk.class)).hasSameClassAs(new Desk());
			assertThat(ourBeans(context)).isEmpty();
			assertThat(ourThreads()).isEmpty();
			assertThat(TestRedis.shared().command("DBSIZE")).isEqualTo(0L);
		});
	}

	@Test
	void whenTheApplicationEndsItsThreadsEnd() {
		this.runner.run((context) -> {
			context.getBean(Desk.class).answer("a");
			assertThat(ourThreads()).isNotEmpty();
		});
		Eventually.holds(() -> ourThreads().isEmpty(), () -> "left: " + ourThreads());
	}

	@Test
	void withoutMetersThereAreNoMeters() {
		without("io.micrometer.core").run((context) -> {
			assertThat(context).hasNotFailed().doesNotHaveBean("llmCacheMeters").hasSingleBean(CallObservations.class);
			assertCached(context, () -> context.getBean(Desk.class).answer("a"));
		});
	}

	@Test
	void withoutObservationsThereAreNoObservations() {
		without("io.micrometer.observation").run((context) -> {
			assertThat(context).hasNotFailed().doesNotHaveBean(CallObserver.class).hasSingleBean(CacheMeters.class);
			assertCached(context, () -> context.getBean(Desk.class).answer("a"));
		});
	}

	@Test
	void withoutTheActuatorThereIsNoEndpoint() {
		without("org.springframework.boot.actuate").run((context) -> {
			assertThat(context).hasNotFailed().doesNotHaveBean("llmCacheEndpoint");
			assertCached(context, () -> context.getBean(Desk.class).answer("a"));
		});
	}

	@Test
	void withoutHealthThereIsNoContributor() {
		without("org.springframework.boot.health").run((context) -> {
			assertThat(context).hasNotFailed().doesNotHaveBean("llmCacheHealthIndicator");
			assertCached(context, () -> context.getBean(Desk.class).answer("a"));
		});
	}

	@Test
	void withoutContextPropagationRefreshesStillRun() {
		without("io.micrometer.context")
			.run((context) -> assertCached(context, () -> context.getBean(Desk.class).answer("a")));
	}

	@Test
	void withoutLettuceThereIsNothing() {
		without("io.lettuce").run((context) -> assertThat(ourBeans(context)).isEmpty());
	}

	@Test
	void noBeanOfOursGetsIntoTheWayOfTheApplications() {
		this.runner.run((context) -> {
			assertThat(context.getBeanNamesForType(Executor.class)).containsExactly("applicationTaskExecutor");
			assertThat(context.getBeanNamesForType(RedisConnectionFactory.class))
				.containsExactly("redisConnectionFactory");
			assertThat(context.getBeanNamesForType(RedisTemplate.class)).containsExactlyInAnyOrder("redisTemplate",
					"stringRedisTemplate");
			assertThat(ourBeans(context)).allSatisfy((name) -> assertThat(name).startsWith("io.llmcache."));
			for (String type : List.of("org.springframework.cache.CacheManager", "tools.jackson.databind.ObjectMapper",
					"java.util.concurrent.ThreadFactory", "org.springframework.scheduling.TaskScheduler",
					"io.lettuce.core.AbstractRedisClient", "org.springframework.context.Lifecycle")) {
				for (String name : context.getBeanNamesForType(ClassUtils.resolveClassName(type, null))) {
					assertThat(name).as(type).doesNotStartWithIgnoringCase("llmCache");
				}
			}
		});
	}

	@Test
	void theConnectionForTheCacheIsTakenAsItIs() {
		this.runner.withUserConfiguration(OwnConnection.class)
			.withPropertyValues("spring.data.redis.port=1")
			.run((context) -> {
				assertCached(context, () -> context.getBean(Desk.class).answer("a"));
				assertThat(context.getBeanNamesForType(RedisConnectionFactory.class))
					.as("the application keeps its own")
					.containsExactlyInAnyOrder("cacheConnections", "redisConnectionFactory");
			});
	}

	@Test
	void theCachesOfTheUserReplaceOurs() {
		LlmCaches caches = mock(LlmCaches.class);
		this.runner.withBean("mine", LlmCaches.class, () -> caches)
			.run((context) -> assertThat(context.getBean(LlmCaches.class)).isSameAs(caches));
	}

	@Test
	void theCodecsOfTheUserReplaceOurs() {
		ResponseCodecs codecs = new ResponseCodecs(List.of());
		this.runner.withBean("mine", ResponseCodecs.class, () -> codecs)
			.run((context) -> assertThat(context.getBean(ResponseCodecs.class)).isSameAs(codecs));
	}

	@Test
	void aCodecOfTheUsersStoresItsType() {
		this.runner.withBean(CodecContributor.class, () -> new Reversing()).run((context) -> {
			assertCached(context, () -> context.getBean(Desk.class).answer("a"));
			assertThat(TestRedis.shared().command("GET", entryName())).asString().endsWith("a ot rewsna");
		});
	}

	@Test
	void anEncoderOfTheUsersMakesATypeKeyable() {
		this.runner.withBean(ThreadDesk.class)
			.withBean(ArgumentEncoder.class, () -> new ThreadNames())
			.run((context) -> {
				ThreadDesk desk = context.getBean(ThreadDesk.class);
				assertCached(context, () -> desk.answer(new Thread("one")));
				assertThat(outcome(context, () -> desk.answer(new Thread("one")))).isEqualTo(CacheOutcome.EXACT_HIT);
				assertThat(outcome(context, () -> desk.answer(new Thread("two")))).isEqualTo(CacheOutcome.MISS);
			});
	}

	@Test
	void aFactOfAContributorIsPartOfTheKeyAndShown() {
		this.runner.run((context) -> assertCached(context, () -> context.getBean(Desk.class).answer("a")));
		this.runner.withBean(ScopeContributor.class, () -> new OneModel()).run((context) -> {
			assertCached(context, () -> context.getBean(Desk.class).answer("a"));
			assertThat(context.getBean(Directory.class).operations("desk").get(0).description().model())
				.isEqualTo("fact 'test.model'");
		});
	}

	@Test
	void theTenantMayComeFromTheSurroundings() {
		AtomicInteger tenant = new AtomicInteger();
		this.runner.withBean(TenantResolver.class, () -> () -> "tenant " + tenant.get()).run((context) -> {
			assertCached(context, () -> context.getBean(Desk.class).answer("a"));
			tenant.set(1);
			assertThat(outcome(context, () -> context.getBean(Desk.class).answer("a"))).isEqualTo(CacheOutcome.MISS);
		});
	}

	@Test
	void aReturnAdapterOfTheUsersDrivesItsShape() {
		this.runner.withBean(ReturnAdapter.class, () -> new Shouting())
			.run((context) -> assertThat(context.getBean(Desk.class).answer("a")).isEqualTo("not even called"));
	}

	@Test
	void aListenerIsTold() {
		AtomicInteger loads = new AtomicInteger();
		this.runner.withBean(LlmCacheListener.class, () -> new LlmCacheListener() {

			@Override
			public void onLoad(String cache, Duration took, @Nullable Throwable failure) {
				loads.incrementAndGet();
			}

		}).run((context) -> {
			assertCached(context, () -> context.getBean(Desk.class).answer("a"));
			assertThat(loads).hasValue(1);
		});
	}

	@Test
	void aConventionOfTheUsersReplacesOurs() {
		this.runner.withBean(CallConvention.class, () -> new DefaultCallConvention() {

			@Override
			public String getName() {
				return "mine";
			}

		}).withBean(TestObservationRegistry.class, TestObservationRegistry::create).run((context) -> {
			context.getBean(Desk.class).answer("a");
			TestObservationRegistryAssert.assertThat(context.getBean(TestObservationRegistry.class))
				.hasObservationWithNameEqualTo("mine");
		});
	}

	@Test
	void anObserverOfTheUsersReplacesOurs() {
		AtomicInteger begun = new AtomicInteger();
		this.runner.withBean(CallObserver.class, () -> (cache, operation) -> {
			begun.incrementAndGet();
			return CallObserver.Observed.NOTHING;
		}).run((context) -> {
			assertThat(context).doesNotHaveBean(CallObservations.class);
			context.getBean(Desk.class).answer("a");
			assertThat(begun).hasValue(1);
		});
	}

	@Test
	void thePrefixIsTheNameOfTheApplicationUnlessSet() {
		this.runner.withPropertyValues("spring.application.name=My {desk}*").run((context) -> {
			context.getBean(Desk.class).answer("a");
			assertThat(entryName()).startsWith("llm:My--desk--:1:desk:0:e:{");
		});
		TestRedis.shared().flush();
		this.runner.withPropertyValues("llm.cache.prefix=mine").run((context) -> {
			context.getBean(Desk.class).answer("a");
			assertThat(entryName()).startsWith("mine:1:desk:0:e:{");
		});
	}

	@Test
	void anApplicationWithoutRedisIsToldWhatIsMissing() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(LlmCacheAutoConfiguration.class))
			.run((context) -> {
				assertThat(CacheContexts.refusal(context).getDescription()).contains("RedisConnectionFactory");
				assertThat(CacheContexts.refusal(context).getAction()).contains("spring.data.redis");
			});
	}

	@Test
	void aConnectionThatIsNotLettuceIsRefused() {
		this.runner.withPropertyValues("spring.data.redis.client-type=jedis").run((context) -> {
			assertThat(CacheContexts.refusal(context).getDescription()).contains("JedisConnectionFactory");
			assertThat(CacheContexts.refusal(context).getAction()).contains("@LlmCacheRedis");
		});
	}

	/** A connection that blocks while subscribed must not keep the application alive. */
	@Test
	void aConnectionOfTheUsersThatBlocksDoesNotHoldUpTheEnd() {
		this.runner.withUserConfiguration(BlockingConnection.class)
			.run((context) -> assertThat(context.getBean(Desk.class).answer("a")).isEqualTo("answer to a"));
		Eventually.holds(() -> ourThreads().isEmpty(), () -> "left: " + ourThreads());
	}

	@Test
	void aCallThatFailsIsNotTheCachesFault() {
		this.runner.run((context) -> {
			Callable<String> failing = () -> {
				throw new IOException("the model's");
			};
			assertThatExceptionOfType(IOException.class)
				.isThrownBy(() -> context.getBean(LlmCaches.class)
					.call(CacheRequest.of("desk", "ask", String.class, "a"), failing))
				.withMessage("the model's");
		});
	}

	/**
	 * An application that lacks a library. Its configurations are found by their names
	 * and read, not loaded, as in a real one.
	 */
	private static ApplicationContextRunner without(String library) {
		return new ApplicationContextRunner().withClassLoader(new FilteredClassLoader(library))
			.withUserConfiguration(ByName.class)
			.withPropertyValues(TestRedis.shared().properties())
			.withPropertyValues("management.endpoints.jmx.exposure.include=llmcache", "spring.jmx.enabled=true")
			.withBean(Desk.class);
	}

	private static String entryName() {
		return TestRedis.shared()
			.connection()
			.sync()
			.keys("*")
			.stream()
			.filter((name) -> name.contains(":e:{"))
			.findFirst()
			.orElseThrow();
	}

	private static List<String> ourBeans(AssertableApplicationContext context) {
		return Arrays.stream(context.getBeanDefinitionNames())
			.map((name) -> context.getBeanFactory().getType(name))
			.filter((type) -> type != null)
			.map(ClassUtils::getUserClass)
			.map(Class::getName)
			.filter((name) -> name.startsWith("io.llmcache")
					&& !name.startsWith(LlmCacheAutoConfigurationTests.class.getName()))
			.toList();
	}

	private static List<String> ourThreads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.map(Thread::getName)
			.filter((name) -> name.startsWith("llm-cache"))
			.toList();
	}

	/** Public, because proxies made for another class loader extend it. */
	public static class Desk {

		@LlmCached(cache = "desk")
		public String answer(String question) {
			return "answer to " + question;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Names.class)
	static class ByName {

	}

	static class Names implements DeferredImportSelector, BeanClassLoaderAware {

		private @Nullable ClassLoader classLoader;

		@Override
		public void setBeanClassLoader(ClassLoader classLoader) {
			this.classLoader = classLoader;
		}

		@Override
		public String[] selectImports(AnnotationMetadata importing) {
			return LISTED.stream()
				.map(Class::getName)
				.filter((name) -> ClassUtils.isPresent(name, this.classLoader))
				.toArray(String[]::new);
		}

	}

	static class ThreadDesk {

		@LlmCached
		public String answer(Thread thread) {
			return thread.getName();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnConnection {

		@Bean(defaultCandidate = false)
		@LlmCacheRedis
		RedisConnectionFactory cacheConnections() {
			return new LettuceConnectionFactory(TestRedis.shared().host(), TestRedis.shared().port());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class BlockingConnection {

		@Bean(defaultCandidate = false)
		@LlmCacheRedis
		RedisConnectionFactory cacheConnections() {
			return new JedisConnectionFactory(
					new RedisStandaloneConfiguration(TestRedis.shared().host(), TestRedis.shared().port()));
		}

	}

	private static final class Reversing implements CodecContributor, ResponseCodec {

		@Override
		public @Nullable ResponseCodec codecFor(Type type) {
			return (type == String.class) ? this : null;
		}

		@Override
		public String shape() {
			return "reversed";
		}

		@Override
		public byte[] encode(Object value) {
			return new StringBuilder((String) value).reverse().toString().getBytes(StandardCharsets.UTF_8);
		}

		@Override
		public Object decode(byte[] bytes, int offset, int length) {
			return new StringBuilder(new String(bytes, offset, length, StandardCharsets.UTF_8)).reverse().toString();
		}

		@Override
		public Verdict judge(Object value) {
			return Verdict.STORABLE;
		}

	}

	private static final class ThreadNames implements ArgumentEncoder {

		@Override
		public boolean supports(Class<?> type) {
			return type == Thread.class;
		}

		@Override
		public Parts encode(Object value) {
			return Parts.of(((Thread) value).getName());
		}

	}

	private static final class OneModel implements ScopeContributor {

		@Override
		public Map<String, ?> facts(Method method, Class<?> userClass) {
			return Map.of("test.model", "small");
		}

	}

	private static final class Shouting implements ReturnAdapter {

		@Override
		public boolean supports(Type returnType) {
			return returnType == String.class;
		}

		@Override
		public Type valueType(Type returnType) {
			return returnType;
		}

		@Override
		public Object call(CachedCall call) {
			return "not even called";
		}

	}

}
