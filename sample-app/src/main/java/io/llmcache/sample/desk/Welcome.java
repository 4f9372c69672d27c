package io.llmcache.sample.desk;

import io.llmcache.sample.model.MeteredModel;
import io.llmcache.sample.redis.EmbeddedRedis;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Says where the desk is, once it is open.
 */
@Component
class Welcome {

	private final MeteredModel model;

	private final ObjectProvider<EmbeddedRedis> redis;

	Welcome(MeteredModel model, ObjectProvider<EmbeddedRedis> redis) {
		this.model = model;
		this.redis = redis;
	}

	@EventListener
	@SuppressWarnings("SystemOut")
	void print(ApplicationReadyEvent event) {
		ApplicationContext context = event.getApplicationContext();
		if (context instanceof WebServerApplicationContext web && web.getWebServer() != null) {
			EmbeddedRedis embedded = this.redis.getIfAvailable();
			System.out.printf("%n  The support desk is open: http://localhost:%d/%n  Model: %s. Redis: %s.%n%n",
					web.getWebServer().getPort(), this.model.name(),
					(embedded != null) ? "embedded, port " + embedded.port() : "as configured in spring.data.redis");
		}
	}

}
