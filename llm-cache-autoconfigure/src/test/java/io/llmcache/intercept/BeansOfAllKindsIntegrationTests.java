package io.llmcache.intercept;

import java.lang.reflect.Proxy;

import io.llmcache.LlmCacheEvict;
import io.llmcache.LlmCached;
import io.llmcache.autoconfigure.CacheContexts;
import io.llmcache.test.TestRedis;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.FactoryBean;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;

import static io.llmcache.autoconfigure.CacheContexts.assertCached;
import static io.llmcache.autoconfigure.CacheContexts.refusal;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of beans that come to be in other ways than a singleton at the start.
 */
@ExtendWith(OutputCaptureExtension.class)
class BeansOfAllKindsIntegrationTests {

	private final ApplicationContextRunner runner = CacheContexts.runner();

	@BeforeEach
	void flush() {
		TestRedis.shared().flush();
	}

	@Test
	void aLazyBeanIsCached() {
		this.runner.withUserConfiguration(LazyBeans.class)
			.run((context) -> assertCached(context, () -> context.getBean(Desk.class).answer("a")));
	}

	@Test
	void aLazyBeanThatCannotWorkStopsTheStart() {
		this.runner.withUserConfiguration(LazyMistake.class)
			.run((context) -> assertThat(refusal(context).getDescription()).contains("Mistaken.note"));
	}

	@Test
	void aBeanMayEvictFromAnotherOneThatIsNotThereYet() {
		this.runner.withUserConfiguration(LazyBeans.class).run((context) -> {
			context.getBean(Forgetting.class).forget("a");
			assertCached(context, () -> context.getBean(Desk.class).answer("a"));

			context.getBean(Forgetting.class).forget("a");

			assertCached(context, () -> context.getBean(Desk.class).answer("a"));
		});
	}

	@Test
	void beansArePreparedWhenAllOfThemAreLazy() {
		this.runner.withPropertyValues("spring.main.lazy-initialization=true")
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.withBean(Forgetting.class)
			.withBean(Desk.class)
			.run((context) -> {
				context.getBean(Forgetting.class).forget("a");
				assertCached(context, () -> context.getBean(Desk.class).answer("a"));
			});
	}

	@Test
	void everyPrototypeIsCached() {
		this.runner.withUserConfiguration(Prototypes.class).run((context) -> {
			assertCached(context, () -> context.getBean(Desk.class).answer("a"));

			assertThat(context.getBean(Directory.class).operations("default")).hasSize(1);
		});
	}

	@Test
	void theProductOfAFactoryIsCached() {
		this.runner.withUserConfiguration(Factories.class)
			.run((context) -> assertCached(context, () -> context.getBean(Desk.class).answer("a")));
	}

	@Test
	void anInterfaceWithoutAClassIsCached() {
		this.runner.withUserConfiguration(InterfaceFactories.class).run((context) -> {
			Client client = context.getBean(Client.class);

			assertCached(context, () -> client.ask("a"));
			assertThat(client.ask("a")).isEqualTo("asked a");
			assertThat(context.getBean(Directory.class).operations("client")).singleElement()
				.satisfies((operation) -> assertThat(operation.description().operation())
					.isEqualTo(Client.class.getName() + ".ask(java.lang.String)"));
		});
	}

	@Test
	void aLambdaIsCachedUnderTheNameOfItsInterface() {
		this.runner.withBean(Client.class, () -> (question) -> "asked " + question).run((context) -> {
			assertCached(context, () -> context.getBean(Client.class).ask("a"));

			assertThat(context.getBean(Directory.class).operations("client")).singleElement()
				.satisfies((operation) -> assertThat(operation.description().operation())
					.isEqualTo(Client.class.getName() + ".ask(java.lang.String)"));
		});
	}

	@Test
	void twoBeansOfAClassAreWarnedOfBecauseTheyShareTheirAnswers(CapturedOutput output) {
		this.runner.withBean("small", Desk.class).withBean("large", Desk.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(output).containsOnlyOnce("The beans 'small' and 'large' are both of " + Desk.class.getName());
		});
	}

	@Test
	void anApplicationWithoutProxiesStopsAtTheStart() {
		this.runner.withPropertyValues("spring.aop.auto=false").withBean(Desk.class).run((context) -> {
			assertThat(refusal(context).getAction()).contains("spring.aop.auto");
		});
	}

	static class Desk {

		@LlmCached
		public String answer(String question) {
			return "answer to " + question;
		}

	}

	static class Forgetting {

		@LlmCacheEvict
		public void forget(String question) {
		}

	}

	static class Mistaken {

		@LlmCached
		public void note(String question) {
		}

	}

	interface Client {

		@LlmCached(cache = "client")
		String ask(String question);

	}

	@Configuration(proxyBeanMethods = false)
	static class LazyBeans {

		@Bean
		Forgetting forgetting() {
			return new Forgetting();
		}

		@Bean
		@Lazy
		Desk desk() {
			return new Desk();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LazyMistake {

		@Bean
		@Lazy
		Mistaken mistaken() {
			return new Mistaken();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Prototypes {

		@Bean
		@Scope("prototype")
		Desk desk() {
			return new Desk();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Factories {

		@Bean
		FactoryBean<Desk> desk() {
			return new FactoryBean<>() {

				@Override
				public Desk getObject() {
					return new Desk();
				}

				@Override
				public Class<?> getObjectType() {
					return Desk.class;
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class InterfaceFactories {

		@Bean
		FactoryBean<Client> client() {
			return new FactoryBean<>() {

				@Override
				public Client getObject() {
					return (Client) Proxy.newProxyInstance(Client.class.getClassLoader(),
							new Class<?>[] { Client.class }, (proxy, method, arguments) -> "asked " + arguments[0]);
				}

				@Override
				public Class<?> getObjectType() {
					return Client.class;
				}

			};
		}

	}

}
