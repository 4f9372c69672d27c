package io.llmcache.intercept;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.llmcache.BypassReason;
import io.llmcache.CacheCall;
import io.llmcache.CacheIncident;
import io.llmcache.CacheOutcome;
import io.llmcache.LlmCacheListener;
import io.llmcache.LlmCached;
import io.llmcache.LlmCaches;
import io.llmcache.autoconfigure.CacheContexts;
import io.llmcache.key.CacheKey;
import io.llmcache.key.Given;
import io.llmcache.store.Entry;
import io.llmcache.test.FakeModel;
import io.llmcache.test.Fault;
import io.llmcache.test.TestRedis;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static io.llmcache.autoconfigure.CacheContexts.assertCached;
import static io.llmcache.autoconfigure.CacheContexts.observed;
import static io.llmcache.autoconfigure.CacheContexts.outcome;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of answers that are not stored, and of what is found in the place of stored ones.
 */
@ExtendWith(OutputCaptureExtension.class)
class StoredAnswersIntegrationTests {

	private final ApplicationContextRunner runner = CacheContexts.runner()
		.withBean(FakeModel.class)
		.withBean(Desk.class);

	@BeforeEach
	void flush() {
		TestRedis.shared().flush();
		Bomb.blasts.set(0);
	}

	@Test
	@Fault("E7")
	void anAnswerThatDoesNotComeBackAsItWasIsReturnedAndNotStored(CapturedOutput output) {
		this.runner.run((context) -> {
			Desk desk = context.getBean(Desk.class);
			for (int i = 0; i < 2; i++) {
				CacheCall<Forgetful> seen = observed(context, () -> desk.forgetful("canary"));
				assertThat(seen.outcome()).isEqualTo(CacheOutcome.MISS);
				assertThat(Objects.requireNonNull(seen.value()).text()).isEqualTo("answer to canary!");
			}
			assertNothingStored(context, CacheIncident.NOT_STORABLE, 2);
			assertThat(output).containsOnlyOnce("cannot be stored: A value of Forgetful")
				.doesNotContain("answer to canary");
		});
	}

	@Test
	void anAnswerThatIsTooLargeIsReturnedAndNotStored() {
		this.runner.withPropertyValues("llm.cache.max-entry-size=20B").run((context) -> {
			Desk desk = context.getBean(Desk.class);
			String question = "x".repeat(30);

			assertThat(outcome(context, () -> desk.answer(question))).isEqualTo(CacheOutcome.MISS);
			assertThat(desk.answer(question)).isEqualTo("answer to " + question);
			assertNothingStored(context, CacheIncident.TOO_LARGE, 2);
			assertCached(context, () -> desk.answer("short"));
		});
	}

	@Test
	void aRequestThatIsTooLargeIsBypassed() {
		this.runner.withPropertyValues("llm.cache.max-key-input=1KB").run((context) -> {
			CacheCall<String> seen = observed(context, () -> context.getBean(Desk.class).answer("x".repeat(2000)));

			assertThat(seen.outcome()).isEqualTo(CacheOutcome.BYPASS);
			assertThat(seen.reason()).isEqualTo(BypassReason.KEY_TOO_LARGE);
		});
	}

	@Test
	void aListenerThatThrowsBreaksNoCallAndNoOtherListener(CapturedOutput output) {
		AtomicInteger told = new AtomicInteger();
		this.runner.withBean("bad", LlmCacheListener.class, () -> new BadListener(new IllegalStateException("canary")))
			.withBean("worse", LlmCacheListener.class, () -> new BadListener(new LinkageError()))
			.withBean("good", LlmCacheListener.class, () -> new LlmCacheListener() {

				@Override
				public void onCall(String cache, CacheOutcome outcome, @Nullable BypassReason reason, Duration saved) {
					told.incrementAndGet();
				}

			})
			.run((context) -> {
				assertCached(context, () -> context.getBean(Desk.class).answer("a"));
				assertThat(told).hasValue(2);
				assertThat(output).containsOnlyOnce(BadListener.class.getName() + " failed with java.lang.LinkageError")
					.doesNotContain("canary");
			});
	}

	@Test
	@Fault("E1")
	void aPayloadThatCannotBeReadIsAMissAndHeals() {
		this.runner.run((context) -> {
			Desk desk = context.getBean(Desk.class);
			assertCached(context, () -> desk.reply("a"));
			plant(context, "reply", "{\"text\":".getBytes(StandardCharsets.UTF_8));

			assertThat(outcome(context, () -> desk.reply("a"))).isEqualTo(CacheOutcome.MISS);
			assertThat(outcome(context, () -> desk.reply("a"))).isEqualTo(CacheOutcome.EXACT_HIT);
			assertThat(desk.reply("a")).isEqualTo(new Reply("answer to a", List.of()));
			assertThat(context.getBean(LlmCaches.class).stats("default").count(CacheIncident.CORRUPT)).isEqualTo(1);
		});
	}

	@ParameterizedTest
	@Fault("E5")
	@ValueSource(strings = { "[\"java.lang.ProcessBuilder\",{\"command\":[\"true\"]}]",
			"{\"@class\":\"io.llmcache.intercept.StoredAnswersIntegrationTests$Bomb\",\"text\":\"a\"}",
			"[\"io.llmcache.intercept.StoredAnswersIntegrationTests$Bomb\",{\"text\":\"a\"}]",
			"{\"text\":\"a\",\"more\":[{\"@class\":\"io.llmcache.intercept.StoredAnswersIntegrationTests$Bomb\"}]}",
			"{\"text\":{\"@type\":\"io.llmcache.intercept.StoredAnswersIntegrationTests$Bomb\"}}", "null", "42",
			"<java/>" })
	void aPayloadThatNamesClassesNeverMakesOne(String payload) {
		this.runner.run((context) -> {
			Desk desk = context.getBean(Desk.class);
			desk.reply("a");
			plant(context, "reply", payload.getBytes(StandardCharsets.UTF_8));

			assertThat(desk.reply("a")).isEqualTo(new Reply("answer to a", List.of()));
			assertThat(Bomb.blasts).hasValue(0);
			assertThat(context.getBean(LlmCaches.class).stats("default").count(CacheIncident.CORRUPT)).isEqualTo(1);
		});
	}

	@Test
	@Fault("E5")
	void aStreamOfSerializedObjectsIsNeverRead() {
		this.runner.run((context) -> {
			Desk desk = context.getBean(Desk.class);
			desk.reply("a");
			byte[] stream = serialized(new Bomb());
			Bomb.blasts.set(0);
			plant(context, "reply", stream);

			assertThat(desk.reply("a")).isEqualTo(new Reply("answer to a", List.of()));
			assertThat(Bomb.blasts).hasValue(0);
		});
	}

	private static void assertNothingStored(AssertableApplicationContext context, CacheIncident incident, long count) {
		assertThat(TestRedis.shared().command("DBSIZE")).isEqualTo(0L);
		assertThat(context.getBean(LlmCaches.class).stats("default").count(incident)).isEqualTo(count);
	}

	/** Puts a sound entry with another payload in the place of the answer to "a". */
	private static void plant(AssertableApplicationContext context, String method, byte[] payload) throws Exception {
		CachedOperation operation = context.getBean(Directory.class)
			.operations("default")
			.stream()
			.filter((candidate) -> candidate.keys().operation().contains("." + method + "("))
			.findFirst()
			.orElseThrow();
		CacheKey key = (CacheKey) operation.keys().key(new Object[] { "a" }, Given.NOTHING);
		String name = String
			.valueOf(((List<?>) TestRedis.shared().connection().sync().keys("*{" + key.digest().hex() + "}")).get(0));
		long now = System.currentTimeMillis();
		byte[] entry = Entry.of(key, "0123456789abcdef", now, now + 60_000, 1, payload).bytes();
		RedisClient client = RedisClient
			.create("redis://" + TestRedis.shared().host() + ":" + TestRedis.shared().port());
		try (client; StatefulRedisConnection<byte[], byte[]> connection = client.connect(ByteArrayCodec.INSTANCE)) {
			connection.sync().psetex(name.getBytes(StandardCharsets.US_ASCII), 60_000, entry);
		}
	}

	private static byte[] serialized(Object value) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ObjectOutputStream stream = new ObjectOutputStream(bytes)) {
			stream.writeObject(value);
		}
		return bytes.toByteArray();
	}

	record Reply(String text, List<String> more) {

	}

	/** Changes what it is given. */
	record Forgetful(String text) {

		Forgetful {
			text = text + "!";
		}

	}

	static class Bomb implements Serializable {

		private static final long serialVersionUID = 1L;

		private static final AtomicInteger blasts = new AtomicInteger();

		@SuppressWarnings("unused")
		Bomb() {
			blasts.incrementAndGet();
		}

		private Object readResolve() {
			blasts.incrementAndGet();
			return this;
		}

	}

	private static final class BadListener implements LlmCacheListener {

		private final Throwable failure;

		BadListener(Throwable failure) {
			this.failure = failure;
		}

		@Override
		public void onCall(String cache, CacheOutcome outcome, @Nullable BypassReason reason, Duration saved) {
			throwIt();
		}

		@Override
		public void onLoad(String cache, Duration took, @Nullable Throwable failure) {
			throwIt();
		}

		private void throwIt() {
			if (this.failure instanceof RuntimeException ex) {
				throw ex;
			}
			throw (Error) this.failure;
		}

	}

	static class Desk {

		private final FakeModel model;

		Desk(FakeModel model) {
			this.model = model;
		}

		@LlmCached
		public String answer(String question) {
			return this.model.answer(question);
		}

		@LlmCached
		public Reply reply(String question) {
			return new Reply(this.model.answer(question), List.of());
		}

		@LlmCached
		public Forgetful forgetful(String question) {
			return new Forgetful(this.model.answer(question));
		}

	}

}
