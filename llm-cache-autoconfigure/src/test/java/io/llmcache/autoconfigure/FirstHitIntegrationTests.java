package io.llmcache.autoconfigure;

import java.lang.management.ClassLoadingMXBean;
import java.lang.management.ManagementFactory;
import java.util.stream.LongStream;

import io.llmcache.LlmCached;
import io.llmcache.test.ChildJvm;
import io.llmcache.test.TestRedis;
import org.junit.jupiter.api.Test;

import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the first hit of a JVM has to do that others need not. How long it takes is told
 * by {@code benchmarks/run start}; why it would take longer can be counted.
 */
class FirstHitIntegrationTests {

	@Test
	void allClassesOnItsWayHaveBeenLoadedBefore() {
		try (TestRedis redis = TestRedis.start()) {
			assertThat(classesLoadedByFirstCall(redis)).as("a miss, for comparison").isPositive();

			// On a machine that stands still for a second, one may not have been ready
			// yet.
			assertThat(LongStream.generate(() -> classesLoadedByFirstCall(redis))
				.limit(3)
				.anyMatch((loaded) -> loaded == 0)).as("no class is loaded").isTrue();
		}
	}

	private static long classesLoadedByFirstCall(TestRedis redis) {
		try (ChildJvm jvm = ChildJvm.start(Server.class, redis.properties())) {
			return Long.parseLong(jvm.ask("What was first?"));
		}
	}

	/** The other JVM. */
	static final class Server {

		private Server() {
		}

		public static void main(String[] properties) {
			ChildJvm.serve((question) -> Long.toString(classesLoaded(properties, question)));
		}

		private static long classesLoaded(String[] properties, String question) throws InterruptedException {
			try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
				.web(WebApplicationType.NONE)
				.bannerMode(Banner.Mode.OFF)
				.properties(properties)
				.run()) {
				Desk desk = context.getBean(Desk.class);
				ClassLoadingMXBean classes = ManagementFactory.getClassLoadingMXBean();
				awaitQuiet(classes);
				long before = classes.getTotalLoadedClassCount();
				desk.answer(question);
				return classes.getTotalLoadedClassCount() - before;
			}
		}

		/** What is done beside the start loads classes as well. */
		private static void awaitQuiet(ClassLoadingMXBean classes) throws InterruptedException {
			long loaded;
			do {
				loaded = classes.getTotalLoadedClassCount();
				Thread.sleep(1_000);
			}
			while (classes.getTotalLoadedClassCount() > loaded);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ AopAutoConfiguration.class, DataRedisAutoConfiguration.class,
			MetricsAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class,
			CompositeMeterRegistryAutoConfiguration.class, ObservationAutoConfiguration.class,
			LlmCacheAutoConfiguration.class, LlmCacheObservationAutoConfiguration.class,
			LlmCacheMetricsAutoConfiguration.class })
	@Import(Desk.class)
	static class Application {

	}

	static class Desk {

		@LlmCached(model = "test-model")
		public String answer(String question) {
			return "Answer to " + question;
		}

	}

}
