package io.llmcache.intercept;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link LlmCacheAdvisor}.
 */
class LlmCacheAdvisorTests {

	@Test
	void whatItWorksWithIsLookedUpAtTheEndOfTheStartAndNotEarlier() {
		List<Boolean> lookups = new ArrayList<>();
		try (GenericApplicationContext context = new GenericApplicationContext()) {
			context.registerBean(LlmCacheAdvisor.class, () -> new LlmCacheAdvisor(() -> {
				lookups.add(context.getBeanFactory().containsSingleton("createdLater"));
				throw new IllegalStateException("Nothing here");
			}, () -> {
				throw new AssertionError("Only an eviction needs it");
			}));
			context.registerBean("createdLater", Object.class, Object::new);

			assertThatIllegalStateException().isThrownBy(context::refresh).withMessage("Nothing here");
		}
		assertThat(lookups).containsExactly(true);
	}

}
