package io.llmcache.intercept;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;

import io.llmcache.LlmCacheEvict;
import io.llmcache.LlmCached;
import io.llmcache.autoconfigure.CacheContexts;
import io.llmcache.test.FakeModel;
import io.llmcache.test.TestRedis;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aop.support.AopUtils;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.annotation.AliasFor;

import static io.llmcache.autoconfigure.CacheContexts.assertCached;
import static io.llmcache.autoconfigure.CacheContexts.assertPlain;
import static io.llmcache.autoconfigure.CacheContexts.observed;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of where the annotation may stand.
 */
class AnnotatedMethodsIntegrationTests {

	private final ApplicationContextRunner runner = CacheContexts.runner().withBean(FakeModel.class);

	@BeforeEach
	void flush() {
		TestRedis.shared().flush();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aMethodOfAnInterfaceIsCachedBehindProxiesOfEitherKind(boolean classes) {
		this.runner.withPropertyValues("spring.aop.proxy-target-class=" + classes)
			.withBean(Clerk.class)
			.run((context) -> {
				Answering clerk = context.getBean(Answering.class);

				assertThat(AopUtils.isCglibProxy(clerk)).isEqualTo(classes);
				assertCached(context, () -> clerk.answer("What is a PIN?"));
				assertThat(clerk.answer("What is a PIN?")).isEqualTo("answer to What is a PIN?");
			});
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aMethodOfAClassIsCachedBehindProxiesOfEitherKind(boolean classes) {
		this.runner.withPropertyValues("spring.aop.proxy-target-class=" + classes)
			.withBean(Teller.class)
			.run((context) -> {
				Plain teller = context.getBean(Plain.class);

				assertThat(AopUtils.isCglibProxy(teller)).isEqualTo(classes);
				assertCached(context, () -> teller.tell("What is a PIN?"));
				assertThat(context.getBean(Directory.class).operations("default")).hasSize(1);
			});
	}

	@Test
	void everyPublicMethodWithACacheableReturnOfAnAnnotatedTypeIsCached() {
		this.runner.withBean(Branch.class).run((context) -> {
			Branch branch = context.getBean(Branch.class);

			assertCached(context, () -> branch.answer("a"));
			assertCached(context, () -> branch.lines("a"));
			assertPlain(context, () -> branch.anything("a"));
			assertPlain(context, () -> branch.hidden("a"));
			assertPlain(context, branch::toString);
			assertPlain(context, branch::hashCode);
			assertPlain(context, () -> {
				branch.note("a");
				return null;
			});
			assertThat(context.getBean(Directory.class).operations("branch")).hasSize(2);
		});
	}

	@Test
	void aMethodOfAnAnnotatedTypeThatEvictsIsNotCached() {
		this.runner.withBean(Branch.class).run((context) -> {
			Branch branch = context.getBean(Branch.class);
			assertCached(context, () -> branch.answer("a"));

			assertPlain(context, () -> branch.forget("a"));

			assertCached(context, () -> branch.answer("a"));
		});
	}

	@Test
	void theMethodsOfAnAnnotatedInterfaceAreCachedAndThoseOfTheClassAreNot() {
		this.runner.withBean(Counter.class).run((context) -> {
			Counter counter = context.getBean(Counter.class);

			assertCached(context, () -> counter.ask("a"));
			assertPlain(context, () -> counter.own("a"));
		});
	}

	@Test
	void theAnnotationOfAMethodBeatsTheOneOfItsType() {
		this.runner.withBean(Branch.class).run((context) -> {
			Branch branch = context.getBean(Branch.class);

			assertCached(context, () -> branch.special("a"));
			assertThat(context.getBean(Directory.class).operations("special")).hasSize(1);
		});
	}

	@Test
	void anAnnotationOfTheUsersOwnCarriesOurs() {
		this.runner.withBean(Composed.class).run((context) -> {
			assertCached(context, () -> context.getBean(Composed.class).answer("a"));

			assertThat(context.getBean(Directory.class).operations("composed")).singleElement()
				.satisfies((operation) -> {
					assertThat(operation.policy().version()).isEqualTo("v7");
					assertThat(operation.policy().ttl()).hasMinutes(90);
				});
		});
	}

	@Test
	void placeholdersAreResolvedInEveryAttribute() {
		this.runner
			.withPropertyValues("desk.cache=resolved", "desk.version=v8", "desk.model=small", "desk.operation=asking",
					"desk.ttl=90m", "desk.expression=#a0")
			.withBean(Placeholders.class)
			.run((context) -> {
				assertCached(context, () -> context.getBean(Placeholders.class).answer("a"));

				assertThat(context.getBean(Directory.class).operations("resolved")).singleElement()
					.satisfies((operation) -> {
						assertThat(operation.policy().version()).isEqualTo("v8");
						assertThat(operation.policy().ttl()).hasMinutes(90);
						assertThat(operation.description().model()).isEqualTo("small");
						assertThat(operation.description().operation()).isEqualTo("asking");
						assertThat(operation.description().keyExpression()).isTrue();
					});
			});
	}

	@Test
	void aMethodInheritedFromAGenericClassKnowsTheTypesOfTheSubclass() {
		this.runner.withBean(Inheriting.class).run((context) -> {
			Inheriting bean = context.getBean(Inheriting.class);

			assertCached(context, () -> bean.inherited("a"));
			assertThat(bean.inherited("a")).isEqualTo(new Reply("answer to a"));
			assertThat(context.getBean(Directory.class).operations("default")).hasSize(1);
		});
	}

	@Test
	void aMethodThatOverridesAGenericOneIsOneOperation() {
		this.runner.withBean(Overriding.class).run((context) -> {
			Overriding bean = context.getBean(Overriding.class);
			Generic<String, Reply> generic = bean;

			assertCached(context, () -> bean.inherited("a"));
			assertThat(observed(context, () -> generic.inherited("a")).outcome().isHit()).isTrue();
			assertThat(generic.inherited("a")).isEqualTo(new Reply("overridden a"));
			assertThat(context.getBean(Directory.class).operations("default")).hasSize(1);
		});
	}

	@Test
	void protectedAndPackagePrivateMethodsMayBeAnnotated() {
		this.runner.withBean(Shy.class).run((context) -> {
			Shy shy = context.getBean(Shy.class);

			assertCached(context, () -> shy.guarded("a"));
			assertCached(context, () -> shy.local("a"));
		});
	}

	interface Answering {

		@LlmCached(cache = "clerk")
		String answer(String question);

	}

	static class Clerk implements Answering {

		private final FakeModel model;

		Clerk(FakeModel model) {
			this.model = model;
		}

		@Override
		public String answer(String question) {
			return this.model.answer(question);
		}

	}

	interface Plain {

		String tell(String question);

	}

	static class Teller implements Plain {

		@Override
		@LlmCached
		public String tell(String question) {
			return "told " + question;
		}

	}

	@LlmCached(cache = "branch")
	static class Branch {

		public String answer(String question) {
			return "answer to " + question;
		}

		public List<String> lines(String question) {
			return List.of("answer", question);
		}

		public Object anything(String question) {
			return question;
		}

		public void note(String question) {
		}

		String hidden(String question) {
			return question;
		}

		@LlmCached(cache = "special")
		public String special(String question) {
			return question;
		}

		@LlmCacheEvict(cache = "branch", operation = "io.llmcache.intercept.AnnotatedMethodsIntegrationTests$Branch"
				+ ".answer(java.lang.String)")
		public String forget(String question) {
			return question;
		}

		@Override
		public int hashCode() {
			return 42;
		}

		@Override
		public boolean equals(Object other) {
			return this == other;
		}

		@Override
		public String toString() {
			return "Branch";
		}

	}

	@LlmCached
	interface Asking<Q> {

		String ask(Q question);

	}

	static class Counter implements Asking<String> {

		@Override
		public String ask(String question) {
			return "asked " + question;
		}

		public String own(String question) {
			return question;
		}

	}

	@LlmCached
	@Target(ElementType.METHOD)
	@Retention(RetentionPolicy.RUNTIME)
	@interface Remembered {

		@AliasFor(annotation = LlmCached.class, attribute = "cache")
		String in();

		@AliasFor(annotation = LlmCached.class)
		String promptVersion() default "v7";

		@AliasFor(annotation = LlmCached.class)
		String ttl() default "90m";

	}

	static class Composed {

		@Remembered(in = "composed")
		public String answer(String question) {
			return question;
		}

	}

	static class Placeholders {

		@LlmCached(cache = "${desk.cache}", promptVersion = "${desk.version}", model = "${desk.model}",
				operation = "${desk.operation}", ttl = "${desk.ttl}", key = "${desk.expression}",
				condition = "${desk.expression} != null", unless = "${desk.expression} == null",
				tenant = "${desk.expression}")
		public String answer(String question) {
			return question;
		}

	}

	record Reply(String text) {

	}

	abstract static class Generic<Q, A> {

		@LlmCached
		public A inherited(Q question) {
			return make(question);
		}

		abstract A make(Q question);

	}

	static class Inheriting extends Generic<String, Reply> {

		@Override
		Reply make(String question) {
			return new Reply("answer to " + question);
		}

	}

	static class Overriding extends Generic<String, Reply> {

		@Override
		@LlmCached
		public Reply inherited(String question) {
			return new Reply("overridden " + question);
		}

		@Override
		Reply make(String question) {
			throw new UnsupportedOperationException();
		}

	}

	static class Shy {

		@LlmCached
		protected String guarded(String question) {
			return question;
		}

		@LlmCached
		String local(String question) {
			return question;
		}

	}

}
