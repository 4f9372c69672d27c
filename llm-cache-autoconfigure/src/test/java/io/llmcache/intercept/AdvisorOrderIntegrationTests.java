package io.llmcache.intercept;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.llmcache.CacheOutcome;
import io.llmcache.LlmCached;
import io.llmcache.autoconfigure.CacheContexts;
import io.llmcache.test.Eventually;
import io.llmcache.test.FakeModel;
import io.llmcache.test.TestRedis;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aop.Advisor;
import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.annotation.AnnotationMatchingPointcut;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;
import org.springframework.core.Ordered;
import org.springframework.resilience.annotation.ConcurrencyLimit;
import org.springframework.resilience.annotation.EnableResilientMethods;
import org.springframework.resilience.annotation.Retryable;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;

import static io.llmcache.autoconfigure.CacheContexts.assertCached;
import static io.llmcache.autoconfigure.CacheContexts.outcome;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of where the cache stands among other interceptors: inside method security,
 * outside transactions and retries.
 */
class AdvisorOrderIntegrationTests {

	private final ApplicationContextRunner runner = CacheContexts.runner()
		.withBean(FakeModel.class)
		.withBean(Desk.class);

	@BeforeEach
	void flush() {
		TestRedis.shared().flush();
	}

	@AfterEach
	void logOut() {
		SecurityContextHolder.clearContext();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aDeniedCallerNeverGetsAHit(boolean aspectj) {
		(aspectj ? this.runner : withoutAspectJ()).withUserConfiguration(Security.class).run((context) -> {
			Desk desk = context.getBean(Desk.class);
			logIn("ROLE_CLERK");
			assertCached(context, () -> desk.guarded("a"));

			logIn("ROLE_VISITOR");
			assertThatExceptionOfType(AccessDeniedException.class).isThrownBy(() -> desk.guarded("a"));

			logIn("ROLE_CLERK");
			assertThat(outcome(context, () -> desk.guarded("a"))).isEqualTo(CacheOutcome.EXACT_HIT);
		});
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aHitOpensNoTransactionAndALoadRunsInOne(boolean aspectj) {
		(aspectj ? this.runner : withoutAspectJ()).withUserConfiguration(Transactions.class).run((context) -> {
			Desk desk = context.getBean(Desk.class);
			CountingTransactions transactions = context.getBean(CountingTransactions.class);

			assertThat(outcome(context, () -> desk.transactional("a"))).isEqualTo(CacheOutcome.MISS);
			assertThat(transactions.begun).hasValue(1);
			assertThat(outcome(context, () -> desk.transactional("a"))).isEqualTo(CacheOutcome.EXACT_HIT);
			assertThat(transactions.begun).hasValue(1);
		});
	}

	/** Framework's own retry places itself outside: each attempt is one load. */
	@Test
	void aLoadThatFailsOnceIsTriedAgainAndAHitNeedsNoTry() {
		this.runner.withUserConfiguration(Resilience.class).run((context) -> {
			Desk desk = context.getBean(Desk.class);
			FakeModel model = context.getBean(FakeModel.class);
			failOnce(model);

			assertThat(desk.retried("a")).isEqualTo("answer to a");
			assertThat(model.calls()).isEqualTo(2);
			assertThat(outcome(context, () -> desk.retried("a"))).isEqualTo(CacheOutcome.EXACT_HIT);
			assertThat(model.calls()).isEqualTo(2);
		});
	}

	@Test
	void aMethodWithALimitOfItsOwnIsCached() {
		this.runner.withUserConfiguration(Resilience.class)
			.run((context) -> assertCached(context, () -> context.getBean(Desk.class).limited("a")));
	}

	/** As Spring Retry and Resilience4j do: they stand behind the cache. */
	@Test
	void aRetryBehindTheCacheIsPartOfOneLoad() {
		this.runner.withUserConfiguration(RetryBehind.class).run((context) -> {
			Desk desk = context.getBean(Desk.class);
			FakeModel model = context.getBean(FakeModel.class);
			failOnce(model);

			assertThat(outcome(context, () -> desk.traced("a"))).isEqualTo(CacheOutcome.MISS);
			assertThat(model.calls()).isEqualTo(2);
			assertThat(outcome(context, () -> desk.traced("a"))).isEqualTo(CacheOutcome.EXACT_HIT);
			assertThat(context.getBean(AtomicInteger.class)).as("runs on loads only").hasValue(1);
		});
	}

	/** A second proceed() of one invocation would skip the interceptors behind. */
	@Test
	void interceptorsBehindTheCacheRunOnEveryLoad() {
		this.runner.withPropertyValues("llm.cache.caches.traced.stale-while-revalidate=1h")
			.withPropertyValues("llm.cache.caches.traced.ttl=1ms", "llm.cache.caches.traced.max-age=1h")
			.withUserConfiguration(RetryBehind.class)
			.run((context) -> {
				Desk desk = context.getBean(Desk.class);
				AtomicInteger loads = context.getBean(AtomicInteger.class);
				desk.traced("a");
				Thread.sleep(5);

				assertThat(outcome(context, () -> desk.traced("a"))).isEqualTo(CacheOutcome.STALE_HIT);

				Eventually.holds(() -> loads.get() == 2, () -> loads + " loads");
			});
	}

	private ApplicationContextRunner withoutAspectJ() {
		return this.runner.withClassLoader(new FilteredClassLoader("org.aspectj"));
	}

	private static void logIn(String role) {
		SecurityContextHolder.getContext().setAuthentication(new TestingAuthenticationToken("somebody", "", role));
	}

	private static void failOnce(FakeModel model) {
		AtomicInteger calls = new AtomicInteger();
		model.answerWith((prompt) -> {
			if (calls.getAndIncrement() == 0) {
				throw new IllegalStateException("not yet");
			}
			return "answer to " + prompt;
		});
	}

	/** Public, because proxies made without AspectJ come from another class loader. */
	public static class Desk {

		private final FakeModel model;

		Desk(FakeModel model) {
			this.model = model;
		}

		@LlmCached
		@PreAuthorize("hasRole('CLERK')")
		public String guarded(String question) {
			return this.model.answer(question);
		}

		@LlmCached
		@Transactional
		public String transactional(String question) {
			return this.model.answer(question);
		}

		@LlmCached
		@Retryable(delay = 1)
		public String retried(String question) {
			return this.model.answer(question);
		}

		@LlmCached
		@ConcurrencyLimit(1)
		public String limited(String question) {
			return this.model.answer(question);
		}

		@LlmCached(cache = "traced")
		@Traced
		public String traced(String question) {
			return this.model.answer(question);
		}

	}

	@Retention(RetentionPolicy.RUNTIME)
	@interface Traced {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableMethodSecurity
	static class Security {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableTransactionManagement
	static class Transactions {

		@Bean
		CountingTransactions transactionManager() {
			return new CountingTransactions();
		}

	}

	static class CountingTransactions extends AbstractPlatformTransactionManager {

		private static final long serialVersionUID = 1L;

		private final AtomicInteger begun = new AtomicInteger();

		@Override
		protected Object doGetTransaction() {
			return List.of();
		}

		@Override
		protected void doBegin(Object transaction, TransactionDefinition definition) {
			this.begun.incrementAndGet();
		}

		@Override
		protected void doCommit(DefaultTransactionStatus status) {
		}

		@Override
		protected void doRollback(DefaultTransactionStatus status) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableResilientMethods
	static class Resilience {

	}

	@Configuration(proxyBeanMethods = false)
	static class RetryBehind {

		@Bean
		AtomicInteger runs() {
			return new AtomicInteger();
		}

		@Bean
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		static Advisor retries(ObjectProvider<AtomicInteger> runs) {
			MethodInterceptor retry = (invocation) -> {
				runs.getObject().incrementAndGet();
				try {
					return ((ProxyMethodInvocation) invocation).invocableClone().proceed();
				}
				catch (IllegalStateException ex) {
					return invocation.proceed();
				}
			};
			DefaultPointcutAdvisor advisor = new DefaultPointcutAdvisor(
					AnnotationMatchingPointcut.forMethodAnnotation(Traced.class), retry);
			advisor.setOrder(Ordered.LOWEST_PRECEDENCE);
			return advisor;
		}

	}

}
