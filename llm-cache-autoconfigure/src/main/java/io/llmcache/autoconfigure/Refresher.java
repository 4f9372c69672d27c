package io.llmcache.autoconfigure;

import java.util.concurrent.Executor;

import io.llmcache.LlmCacheProperties;

import org.springframework.core.task.support.ContextPropagatingTaskDecorator;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.util.ClassUtils;

/**
 * The bounded pool that calls the model for stale answers. Not an executor bean, see
 * {@link CacheThreads}.
 */
final class Refresher implements AutoCloseable {

	private final ThreadPoolTaskExecutor pool = new ThreadPoolTaskExecutor();

	Refresher(LlmCacheProperties.Refresh properties) {
		this.pool.setThreadNamePrefix("llm-cache-refresh-");
		this.pool.setDaemon(true);
		this.pool.setCorePoolSize(properties.threads());
		this.pool.setMaxPoolSize(properties.threads());
		this.pool.setAllowCoreThreadTimeOut(true);
		this.pool.setQueueCapacity(properties.queue());
		this.pool.setWaitForTasksToCompleteOnShutdown(false);
		if (ClassUtils.isPresent("io.micrometer.context.ContextSnapshotFactory", Refresher.class.getClassLoader())) {
			this.pool.setTaskDecorator(new ContextPropagatingTaskDecorator());
		}
		this.pool.initialize();
	}

	Executor executor() {
		return this.pool;
	}

	@Override
	public void close() {
		this.pool.shutdown();
	}

}
