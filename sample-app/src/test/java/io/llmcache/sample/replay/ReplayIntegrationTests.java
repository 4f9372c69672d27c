package io.llmcache.sample.replay;

import java.util.concurrent.CompletableFuture;

import io.llmcache.sample.SampleApplication;
import io.llmcache.sample.data.Banking77;
import io.llmcache.sample.model.MeteredModel;
import io.llmcache.sample.redis.EmbeddedRedis;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class ReplayIntegrationTests {

	private static final ReplayProperties SETTINGS = new ReplayProperties(true, 300, 8, 40, 1.0, 1, false);

	@Test
	void twoInstancesOnOneRedisPayForEachQuestionOnce(CapturedOutput output) throws Exception {
		try (EmbeddedRedis redis = EmbeddedRedis.start(0)) {
			CompletableFuture<Long> other = CompletableFuture.supplyAsync(() -> modelCalls(redis.port()));
			long paid = modelCalls(redis.port()) + other.get();
			int distinct = Script.write(new Banking77().all(), SETTINGS).distinct();
			assertThat(paid).isEqualTo(distinct);
			assertThat(output.getOut()).contains("distinct questions", "model calls, here", "model time saved");
		}
	}

	@Test
	void withTheSemanticLayerItTellsHitsByKindAndTheWrongOnes(CapturedOutput output) {
		String[] arguments = { "replay", "--semantic", "--questions=400", "--distinct=400", "--skew=0", "--threads=4",
				"--llm.cache.operation-timeout=10s", "--llm.cache.semantic.embed-timeout=10s",
				"--desk.model.latency.min=0ms", "--desk.model.latency.max=0ms", "--desk.model.api-key=",
				"--desk.model.base-url=" };
		try (ConfigurableApplicationContext context = SampleApplication.start(arguments)) {
			assertThat(SpringApplication.exit(context)).isZero();
		}
		assertThat(output.getOut()).contains("of them semantic", "wrong by label", "361 to      400");
		assertThat(output.getOut()).containsPattern("of them semantic +[1-9]");
	}

	/** Replays in this JVM; a patient cache, because the machine may be busy. */
	private static long modelCalls(int port) {
		String[] arguments = { "replay", "--questions=" + SETTINGS.questions(), "--threads=" + SETTINGS.threads(),
				"--distinct=" + SETTINGS.distinct(), "--spring.data.redis.port=" + port,
				"--llm.cache.operation-timeout=10s", "--desk.model.latency.min=50ms", "--desk.model.latency.max=100ms",
				"--desk.model.api-key=", "--desk.model.base-url=" };
		try (ConfigurableApplicationContext context = SampleApplication.start(arguments)) {
			assertThat(context).isNotInstanceOf(WebServerApplicationContext.class);
			long calls = context.getBean(MeteredModel.class).calls();
			assertThat(SpringApplication.exit(context)).isZero();
			return calls;
		}
	}

}
