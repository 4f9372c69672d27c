package io.llmcache.faults;

import java.util.stream.Stream;

import io.llmcache.CacheCall;
import io.llmcache.CacheOutcome;
import io.llmcache.autoconfigure.LlmCacheAutoConfiguration;
import io.llmcache.engine.HitRecorder;
import io.llmcache.engine.ResponseCache;
import io.llmcache.store.RedisNotices;
import io.llmcache.test.Eventually;
import io.llmcache.test.FakeModel;

import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * One of several running instances of the support desk, each with a model of its own.
 */
final class DeskInstance implements AutoCloseable {

	private final ConfigurableApplicationContext context;

	private DeskInstance(ConfigurableApplicationContext context) {
		this.context = context;
	}

	/**
	 * Starts one and waits until it hears notices.
	 * @param properties where its Redis is, and more
	 * @param more further configuration
	 */
	static DeskInstance start(String[] properties, Class<?>... more) {
		ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class).sources(more)
			.web(WebApplicationType.NONE)
			.bannerMode(Banner.Mode.OFF)
			.registerShutdownHook(false)
			.run(Stream.of(properties).map((property) -> "--" + property).toArray(String[]::new));
		DeskInstance instance = new DeskInstance(context);
		instance.awaitNotices();
		return instance;
	}

	Desk desk() {
		return this.context.getBean(Desk.class);
	}

	FakeModel model() {
		return this.context.getBean(FakeModel.class);
	}

	CacheCall<String> ask(String question) {
		try {
			return desk().ask(question);
		}
		catch (Exception ex) {
			throw new AssertionError("Cache trouble broke the call", ex);
		}
	}

	CacheOutcome outcome(String question) {
		return ask(question).outcome();
	}

	/** Sends the hits counted so far. */
	void flushHits() {
		this.context.getBean(HitRecorder.class).flush();
	}

	int underWay() {
		return this.context.getBean(ResponseCache.class).underWay();
	}

	void awaitNotices() {
		RedisNotices notices = this.context.getBean(RedisNotices.class);
		Eventually.holds(notices::isListening, () -> "not subscribed");
	}

	/** Waits until calls are cached (again). */
	void awaitCache() {
		Eventually.holds(() -> outcome("Are you there?") == CacheOutcome.EXACT_HIT, () -> "no hit");
	}

	@Override
	public void close() {
		this.context.close();
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ AopAutoConfiguration.class, SslAutoConfiguration.class, DataRedisAutoConfiguration.class,
			LlmCacheAutoConfiguration.class })
	@Import(Desk.Application.class)
	static class Application {

	}

}
