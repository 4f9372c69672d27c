package io.llmcache.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import io.lettuce.core.AbstractRedisClient;
import io.llmcache.LlmCacheConfigurationException;
import io.llmcache.LlmCacheListener;
import io.llmcache.LlmCacheProperties;
import io.llmcache.LlmCacheRedis;
import io.llmcache.LlmCaches;
import io.llmcache.codec.CodecContributor;
import io.llmcache.codec.ResponseCodecs;
import io.llmcache.engine.CacheEvents;
import io.llmcache.engine.HitRecorder;
import io.llmcache.engine.ResponseCache;
import io.llmcache.intercept.AnnotatedBeans;
import io.llmcache.intercept.BlockingDriver;
import io.llmcache.intercept.CallObserver;
import io.llmcache.intercept.Directory;
import io.llmcache.intercept.Eraser;
import io.llmcache.intercept.LlmCacheAdvisor;
import io.llmcache.intercept.Operations;
import io.llmcache.intercept.Policies;
import io.llmcache.intercept.ProgrammaticCaches;
import io.llmcache.intercept.Rehearsal;
import io.llmcache.intercept.ReturnAdapter;
import io.llmcache.key.ArgumentEncoder;
import io.llmcache.key.Digester;
import io.llmcache.key.KeyScheme;
import io.llmcache.key.ScopeContributor;
import io.llmcache.key.TenantResolver;
import io.llmcache.semantic.QuestionNormaliser;
import io.llmcache.semantic.SemanticGuard;
import io.llmcache.semantic.SemanticLayer;
import io.llmcache.semantic.SemanticPolicy;
import io.llmcache.semantic.guard.EnglishGuards;
import io.llmcache.semantic.question.EnglishQuestions;
import io.llmcache.semantic.question.QuestionSettings;
import io.llmcache.store.Notice;
import io.llmcache.store.RedisCheckup;
import io.llmcache.store.RedisClock;
import io.llmcache.store.RedisDocumentStore;
import io.llmcache.store.RedisKeys;
import io.llmcache.store.RedisLeaseStore;
import io.llmcache.store.RedisLink;
import io.llmcache.store.RedisNotices;
import io.llmcache.store.RedisResponseStore;
import io.llmcache.store.StoreException;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.Environment;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.util.unit.DataSize;

/**
 * Auto-configuration of the cache.
 */
@AutoConfiguration(after = { DataRedisAutoConfiguration.class, AopAutoConfiguration.class })
@ConditionalOnClass({ LettuceConnectionFactory.class, AbstractRedisClient.class })
@ConditionalOnBooleanProperty(name = "llm.cache.enabled", matchIfMissing = true)
@EnableConfigurationProperties(LlmCacheProperties.class)
public final class LlmCacheAutoConfiguration {

	private static final Duration START_PATIENCE = Duration.ofSeconds(2);

	private static final Duration CHECKUP_PAUSE = Duration.ofMinutes(1);

	private static final int SECRET_LENGTH = 16;

	/** First of all: it refuses properties that would make others fail less clearly. */
	@Bean
	Policies llmCachePolicies(LlmCacheProperties properties) {
		return new Policies(properties);
	}

	@Bean
	CacheThreads llmCacheThreads() {
		return new CacheThreads();
	}

	@Bean
	CacheConnections llmCacheConnections(@LlmCacheRedis ObjectProvider<RedisConnectionFactory> qualified,
			ObjectProvider<RedisConnectionFactory> applications, LlmCacheProperties properties) {
		return CacheConnections.of(qualified, applications, properties.operationTimeout(),
				properties.breaker().probe());
	}

	@Bean
	RedisKeys llmCacheRedisKeys(LlmCacheProperties properties, Environment environment) {
		String prefix = properties.prefix();
		return new RedisKeys(
				(prefix != null) ? prefix : "llm:" + environment.getProperty("spring.application.name", "app"));
	}

	@Bean
	RedisLink llmCacheRedisLink(CacheConnections connections, CacheThreads threads, LlmCacheProperties properties) {
		return new RedisLink(connections.factory(), threads.timer(), properties.breaker().probe());
	}

	@Bean
	RedisClock llmCacheRedisClock() {
		return new RedisClock(System::nanoTime);
	}

	@Bean
	RedisResponseStore llmCacheResponseStore(RedisLink link, RedisKeys keys, RedisClock clock, CacheThreads threads,
			LlmCacheProperties properties) {
		return new RedisResponseStore(link, keys, clock, threads.background(), largestEntry(properties));
	}

	private static long largestEntry(LlmCacheProperties properties) {
		return properties.caches()
			.values()
			.stream()
			.flatMap((cache) -> Stream.ofNullable(cache.maxEntrySize()))
			.mapToLong(DataSize::toBytes)
			.reduce(properties.maxEntrySize().toBytes(), Math::max);
	}

	@Bean
	RedisLeaseStore llmCacheLeaseStore(RedisLink link, RedisKeys keys, RedisResponseStore store, RedisClock clock) {
		return new RedisLeaseStore(link, keys, store, clock);
	}

	@Bean
	CacheEvents llmCacheEvents(ObjectProvider<LlmCacheListener> listeners) {
		return new CacheEvents(listeners.orderedStream().toList());
	}

	@Bean
	HitRecorder llmCacheHitRecorder(RedisResponseStore store) {
		return new HitRecorder(store);
	}

	@Bean
	ResponseCache llmCacheResponseCache(RedisResponseStore store, RedisLeaseStore leases, SemanticSwitch semantic,
			HitRecorder hits, CacheEvents events, CacheThreads threads, LlmCacheProperties properties) {
		return new ResponseCache(store, leases, semantic::layer, hits, events, threads.timer(),
				properties.refresh().backoff());
	}

	@Bean
	RedisCheckup llmCacheRedisCheckup(RedisLink link, RedisKeys keys, CacheThreads threads, SemanticSwitch semantic) {
		return new RedisCheckup(link, keys, threads.timer(), CHECKUP_PAUSE, semantic::isOn);
	}

	@Bean
	RedisNotices llmCacheNotices(CacheConnections connections, RedisKeys keys, RedisLink link, CacheThreads threads,
			ResponseCache cache, RedisResponseStore store, HitRecorder hits, SemanticSwitch semantic,
			RedisCheckup checkup) {
		RedisNotices notices = new RedisNotices(connections.factory(), keys, link, threads.background(), (notice) -> {
			cache.onNotice(notice);
			semantic.onNotice(notice);
			if (notice instanceof Notice.Marked) {
				threads.background().execute(() -> refreshMarks(store));
			}
		}, cache::onMissedNotices);
		checkup.watch(notices);
		// Last of all that has something to do on arrival.
		link.start(START_PATIENCE);
		threads.pulse(store, hits, semantic, notices, cache);
		return notices;
	}

	private static void refreshMarks(RedisResponseStore store) {
		try {
			store.refreshMarks();
		}
		catch (StoreException ex) {
			// The pulse will read them within a second.
		}
	}

	@Bean
	Digester llmCacheDigester(LlmCacheProperties properties) {
		return digester(properties.keySecret());
	}

	@Bean
	KeyScheme llmCacheKeyScheme(Digester digester, ObjectProvider<ArgumentEncoder> encoders,
			ObjectProvider<ScopeContributor> contributors, ObjectProvider<TenantResolver> tenants) {
		return new KeyScheme(digester, encoders.orderedStream().toList(), contributors.orderedStream().toList(),
				tenants.getIfAvailable());
	}

	private static Digester digester(@Nullable String secret) {
		if (secret == null) {
			return Digester.sha256();
		}
		if (secret.length() < SECRET_LENGTH) {
			throw new LlmCacheConfigurationException("llm.cache.key-secret",
					"a secret of " + secret.length() + " characters can be guessed",
					"Use at least " + SECRET_LENGTH + " random characters, or leave it out.");
		}
		return Digester.hmac(secret);
	}

	@Bean
	@ConditionalOnMissingBean
	ResponseCodecs llmCacheResponseCodecs(ObjectProvider<CodecContributor> contributors) {
		return new ResponseCodecs(contributors.orderedStream().toList());
	}

	@Bean
	@DependsOn("llmCacheNotices")
	Refresher llmCacheRefresher(LlmCacheProperties properties) {
		return new Refresher(properties.refresh());
	}

	@Bean
	BlockingDriver llmCacheBlockingDriver(ResponseCache cache, RedisResponseStore store, CacheEvents events,
			ObjectProvider<CallObserver> observer, Refresher refresher) {
		return new BlockingDriver(cache, store, events, observer.getIfAvailable(() -> CallObserver.NONE),
				refresher.executor());
	}

	@Bean
	Directory llmCacheDirectory() {
		return new Directory();
	}

	@Bean
	Operations llmCacheOperations(Policies policies, KeyScheme keys, ResponseCodecs codecs,
			ObjectProvider<ReturnAdapter> adapters, BlockingDriver driver, Directory directory,
			ConfigurableBeanFactory beanFactory) {
		return new Operations(policies, keys, codecs, adapters.orderedStream().toList(), driver, directory,
				beanFactory::resolveEmbeddedValue);
	}

	@Bean
	Eraser llmCacheEraser(RedisResponseStore store, ResponseCache cache, Policies policies, CacheEvents events) {
		return new Eraser(store, cache, policies, events);
	}

	@Bean
	@ConditionalOnMissingBean
	LlmCaches llmCaches(Policies policies, KeyScheme keys, Operations operations, Directory directory,
			ResponseCache cache, BlockingDriver driver, Eraser eraser, CacheEvents events) {
		return new ProgrammaticCaches(policies, keys, operations, directory, cache, driver, eraser, events);
	}

	@Bean
	@DependsOn("llmCacheNotices")
	ExpectedCaches llmCacheExpectedCaches(Directory directory, RedisLink link, RedisResponseStore store,
			RedisLeaseStore leases, CacheEvents events, CacheThreads threads) {
		return new ExpectedCaches(directory, link, store, events,
				new Rehearsal(store, store::rehearse, leases, threads.timer()));
	}

	@Bean
	SemanticSwitch llmCacheSemanticSwitch(LlmCacheProperties properties, ObjectProvider<Directory> directory,
			ObjectProvider<SemanticStart> start, ObjectProvider<SemanticLayer> layer) {
		return new SemanticSwitch(properties, directory, start, layer);
	}

	/**
	 * The same question in other words. Nothing here exists before the switch asks for
	 * it.
	 */
	@Configuration(proxyBeanMethods = false)
	static final class SemanticConfiguration {

		@Bean
		@Lazy
		SemanticStart llmCacheSemanticStart(LlmCacheProperties properties, Digester digester, ListableBeanFactory beans,
				RedisLink link, RedisKeys keys, RedisResponseStore store) {
			return new SemanticStart(properties.semantic(), digester,
					new EmbedderChoice(beans, properties.semantic()).choose(), link, keys, store);
		}

		@Bean
		@Lazy
		SemanticLayer llmCacheSemanticLayer(LlmCacheProperties properties, Digester digester, SemanticStart start,
				RedisLink link, RedisKeys keys, RedisResponseStore store, ObjectProvider<QuestionNormaliser> normaliser,
				ObjectProvider<SemanticGuard> guards) {
			List<SemanticGuard> all = Stream.concat(EnglishGuards.all().stream(), guards.orderedStream()).toList();
			return new SemanticLayer(new RedisDocumentStore(link, keys, store), digester,
					normaliser.getIfAvailable(
							() -> new EnglishQuestions(new QuestionSettings(properties.semantic().questionFamilies(),
									properties.semantic().questionWords()))),
					new SemanticPolicy(all), start);
		}

	}

	/**
	 * What looks at every bean. Infrastructure, or the auto-proxy creator would not take
	 * the advisor where AspectJ is missing; creates nothing early.
	 */
	@Configuration(proxyBeanMethods = false)
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static final class InterceptConfiguration {

		@Bean
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		static LlmCacheAdvisor llmCacheAdvisor(ObjectProvider<Operations> operations, ObjectProvider<Eraser> eraser) {
			return new LlmCacheAdvisor(operations::getObject, eraser::getObject);
		}

		@Bean
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		static AnnotatedBeans llmCacheAnnotatedBeans(ConfigurableListableBeanFactory beanFactory,
				ObjectProvider<Operations> operations) {
			return new AnnotatedBeans(beanFactory, operations::getObject);
		}

	}

}
