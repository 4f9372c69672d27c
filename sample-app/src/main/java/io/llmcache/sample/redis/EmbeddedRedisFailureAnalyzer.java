package io.llmcache.sample.redis;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says how to go on without the embedded Redis.
 */
class EmbeddedRedisFailureAnalyzer extends AbstractFailureAnalyzer<EmbeddedRedisException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, EmbeddedRedisException cause) {
		String why = (cause.getCause() != null) ? " (" + cause.getCause().getMessage() + ")" : "";
		return new FailureAnalysis(cause.getMessage() + why + ".", """
				Use a Redis of your own, 6.2 or later:

				    docker compose up -d --wait        starts one on port 6379
				    --spring.data.redis.port=6379      points the sample at it

				If only the port is taken, choose another with --desk.redis.port, or leave that out for a free one. \
				If another instance of the sample keeps its Redis there, share it with --spring.data.redis.port.""",
				cause);
	}

}
