package io.llmcache.benchmarks;

import java.util.List;

import io.llmcache.benchmarks.Assistant.WithLlmCache;
import io.llmcache.benchmarks.Assistant.WithSpringCache;
import io.llmcache.benchmarks.Assistant.WithSynchronisedSpringCache;
import io.llmcache.semantic.Embedder;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.data.redis.cache.RedisCacheConfiguration;
import org.springframework.data.redis.serializer.JacksonJsonRedisSerializer;
import org.springframework.data.redis.serializer.RedisSerializationContext.SerializationPair;

/**
 * The application under measurement: a plain Boot application with Actuator, so that
 * meters and observation are on, and one assistant for each way of caching. Everything
 * else is as Boot and the starters leave it.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableCaching
class BenchmarkApplication {

	/** For runs in which Redis is taken away: that it is away need not be told. */
	static final String SILENT = "logging.level.root=error";

	static ConfigurableApplicationContext start(int redisPort) {
		return builder(at(redisPort)).run();
	}

	/**
	 * Starts it on any Redis.
	 * @param redis properties that point at its Redis, as {@code name=value}
	 * @param properties whatever else is set
	 */
	static ConfigurableApplicationContext start(String[] redis, String... properties) {
		return builder(redis).properties(properties).run();
	}

	/**
	 * Starts it with an embedding model and whatever else is set.
	 * @param redisPort its Redis
	 * @param embedder the model
	 * @param properties properties, as {@code name=value}
	 */
	static ConfigurableApplicationContext start(int redisPort, Embedder embedder, String... properties) {
		return builder(at(redisPort)).properties(properties)
			.initializers((GenericApplicationContext context) -> context.registerBean("embedder", Embedder.class,
					() -> embedder))
			.run();
	}

	/**
	 * Starts it on any Redis with one more bean.
	 * @param redis properties that point at its Redis, as {@code name=value}
	 * @param bean the class of the bean
	 * @param properties whatever else is set
	 */
	static ConfigurableApplicationContext start(List<String> redis, Class<?> bean, String... properties) {
		return builder(redis.toArray(String[]::new)).properties(properties)
			.initializers((GenericApplicationContext context) -> context.registerBean(bean))
			.run();
	}

	private static String[] at(int redisPort) {
		return new String[] { "spring.data.redis.host=127.0.0.1", "spring.data.redis.port=" + redisPort };
	}

	private static SpringApplicationBuilder builder(String[] redis) {
		return new SpringApplicationBuilder(BenchmarkApplication.class).web(WebApplicationType.NONE)
			.properties("spring.application.name=benchmarks", "spring.main.banner-mode=off", "logging.level.root=warn",
					// The embedded Redis brings Jedis to the class path.
					"spring.data.redis.client-type=lettuce", "spring.cache.type=redis")
			.properties(redis);
	}

	@Bean
	Model model() {
		return new Model();
	}

	@Bean(Assistant.LLM_CACHE)
	WithLlmCache withLlmCache(Model model) {
		return new WithLlmCache(model);
	}

	@Bean(Assistant.CACHEABLE)
	WithSpringCache withSpringCache(Model model) {
		return new WithSpringCache(model);
	}

	@Bean(Assistant.CACHEABLE_SYNC)
	WithSynchronisedSpringCache withSynchronisedSpringCache(Model model) {
		return new WithSynchronisedSpringCache(model);
	}

	/**
	 * JSON like ours instead of Java serialisation, so that equal things are compared.
	 */
	@Bean
	RedisCacheConfiguration redisCacheConfiguration() {
		return RedisCacheConfiguration.defaultCacheConfig()
			.serializeValuesWith(SerializationPair.fromSerializer(new JacksonJsonRedisSerializer<>(String.class)));
	}

}
