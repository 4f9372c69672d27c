package io.llmcache.sample.redis;

import java.util.Map;
import java.util.Set;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Starts the embedded Redis and points {@code spring.data.redis} at it, unless the user
 * has named a Redis to use.
 */
class EmbeddedRedisInitializer implements ApplicationContextInitializer<GenericApplicationContext> {

	static final String BEAN_NAME = "embeddedRedis";

	private static final Set<String> NAMES_A_SERVER = Set.of("url", "host", "port", "sentinel", "cluster",
			"masterreplica");

	@Override
	public void initialize(GenericApplicationContext context) {
		ConfigurableEnvironment environment = context.getEnvironment();
		if (serverIsNamed(environment)) {
			return;
		}
		EmbeddedRedis redis = EmbeddedRedis.start(environment.getProperty("desk.redis.port", Integer.class, 0));
		environment.getPropertySources()
			.addLast(new MapPropertySource(BEAN_NAME,
					Map.of("spring.data.redis.host", redis.host(), "spring.data.redis.port", redis.port())));
		register(redis, context.getDefaultListableBeanFactory());
	}

	/** The first to be registered is the last to be closed: after all that use it. */
	private static void register(EmbeddedRedis redis, DefaultListableBeanFactory beans) {
		beans.registerSingleton(BEAN_NAME, redis);
		beans.registerDisposableBean(BEAN_NAME, redis::close);
	}

	private static boolean serverIsNamed(ConfigurableEnvironment environment) {
		return Binder.get(environment)
			.bind("spring.data.redis", Bindable.mapOf(String.class, Object.class))
			.map(Map::keySet)
			.map((names) -> names.stream().anyMatch(NAMES_A_SERVER::contains))
			.orElse(false);
	}

}
