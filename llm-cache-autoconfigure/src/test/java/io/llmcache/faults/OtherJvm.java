package io.llmcache.faults;

import java.util.List;

import io.llmcache.test.Eventually;
import io.llmcache.test.TestRedis;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A JVM that is about to load an answer, as far as others see it: by its lease.
 */
final class OtherJvm {

	private final TestRedis redis;

	private final String entry;

	private OtherJvm(TestRedis redis, String entry) {
		this.redis = redis;
		this.entry = entry;
	}

	/**
	 * Begins to load what nobody has asked before: the desk does it, to be the other in
	 * what follows.
	 */
	static OtherJvm loads(TestRedis redis, Desk desk, String question) throws Exception {
		String digest = String.valueOf(desk.ask(question).digest());
		List<String> entries = redis.connection().sync().keys("*:e:{" + digest + "}");
		assertThat(entries).hasSize(1);
		OtherJvm other = new OtherJvm(redis, entries.get(0));
		redis.command("COPY", other.entry, "answer");
		desk.forget(question);
		Eventually.holds(() -> redis.connection().sync().exists(other.entry) == 0, () -> "not forgotten");
		redis.command("SET", other.lease(), "0123456789abcdef", "PX", "60000");
		return other;
	}

	/** Stores the answer and frees the lease, without telling anybody. */
	void store() {
		this.redis.command("RENAME", "answer", this.entry);
		this.redis.command("DEL", lease());
	}

	private String lease() {
		return this.entry.replace(":e:{", ":l:{");
	}

}
