package io.llmcache.intercept;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.concurrent.Callable;

import org.junit.jupiter.api.Test;

import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Annotations}.
 */
class AnnotationsTests {

	@Test
	void classesOfTheJdkAndOfSpringAreNotLookedInto() {
		assertThat(Annotations.mayHaveOurs(ArrayList.class)).isFalse();
		assertThat(Annotations.mayHaveOurs(StandardEnvironment.class)).isFalse();
	}

	@Test
	void allOthersAre() {
		Class<?> proxy = Proxy
			.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { Callable.class },
					(self, method, arguments) -> null)
			.getClass();
		Callable<String> lambda = () -> "";

		assertThat(Annotations.mayHaveOurs(getClass())).isTrue();
		assertThat(Annotations.mayHaveOurs(proxy)).as("of whatever interface").isTrue();
		assertThat(Annotations.mayHaveOurs(lambda.getClass())).isTrue();
	}

}
