package io.llmcache.store;

import java.util.List;

import io.llmcache.key.CacheKey;
import io.llmcache.test.Fault;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The names of keys.
 */
class RedisKeysTests {

	private final RedisKeys keys = new RedisKeys("llm:app");

	private final CacheKey key = TestKeys.key("desk", "canary-prompt", "canary-tenant");

	@Test
	void namesFollowThePattern() {
		String hex = this.key.digest().hex();
		assertThat(this.keys.entry(this.key)).isEqualTo("llm:app:1:desk:v1:e:{" + hex + "}");
		assertThat(this.keys.lease(this.key)).isEqualTo("llm:app:1:desk:v1:l:{" + hex + "}");
		assertThat(this.keys.hits(this.key)).isEqualTo("llm:app:1:desk:v1:h:{" + hex + "}");
		assertThat(this.keys.hitsBeside(this.keys.entry(this.key))).isEqualTo(this.keys.hits(this.key));
		assertThat(this.keys.marks("desk")).isEqualTo("llm:app:1:g:{desk}");
		assertThat(this.keys.channel()).isEqualTo("llm:app:1:n");
	}

	@Test
	@Fault("S6")
	void noNameHoldsPromptOrTenant() {
		assertThat(List.of(this.keys.entry(this.key), this.keys.lease(this.key), this.keys.hits(this.key)))
			.noneMatch((name) -> name.contains("canary"));
	}

	/** A brace would put all digests into one slot, a star would sweep up neighbours. */
	@Test
	void aPrefixCanNeitherBeAPatternNorHoldAHashTag() {
		assertThat(new RedisKeys("a{b}*?[c]\\d e\nf").prefix()).isEqualTo("a-b----c--d-e-f:1:");
		assertThat(new RedisKeys("llm:my.app_2-x").prefix()).isEqualTo("llm:my.app_2-x:1:");
	}

}
