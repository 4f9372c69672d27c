package io.llmcache;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Caches the answer of a method that calls a language model: an equal request, in any JVM
 * on the same Redis, gets the stored answer instead of a new call.
 * <p>
 * On a method of a class or an interface, on a type (its public methods with a cacheable
 * return), or on another annotation. Empty attributes take their value from
 * {@code llm.cache.*}; a value in {@code llm.cache.caches.<name>.*} beats the attribute,
 * so operators tune without a build. {@code ${…}} placeholders are resolved in every
 * attribute. An annotation that cannot work stops the start of the application and says
 * how to mend it.
 * <p>
 * SpEL expressions ({@link #key()}, {@link #condition()}, {@link #unless()},
 * {@link #tenant()}) see the arguments by name ({@code #question}) and by index
 * ({@code #a0}), read-only: no types, constructors, beans or assignments. An expression
 * that fails bypasses the cache, it never breaks the call.
 */
@Target({ ElementType.METHOD, ElementType.TYPE, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
public @interface LlmCached {

	/**
	 * The cache, by default {@code default}. Matches {@code [A-Za-z0-9._-]{1,64}}.
	 */
	String cache() default "";

	/**
	 * The version of the prompt behind this method: what no argument shows (a system
	 * prompt in the method body, say). Joined with the versions set in
	 * {@code llm.cache.caches.<name>.prompt-version} and
	 * {@code llm.cache.prompt-version}: a new value of any of them retires all older
	 * entries. Matches {@code [A-Za-z0-9._-]{1,64}}.
	 */
	String promptVersion() default "";

	/**
	 * The model that answers, where no argument tells; part of the key.
	 */
	String model() default "";

	/**
	 * A stable name for the operation, so that renaming or moving the method keeps its
	 * entries. By default the user class, the method and its parameter types.
	 */
	String operation() default "";

	/**
	 * How long an answer is fresh, as in {@code application.yml}: {@code 6h},
	 * {@code 30m}, {@code PT24H}.
	 */
	String ttl() default "";

	/**
	 * SpEL whose value replaces the arguments in the key.
	 */
	String key() default "";

	/**
	 * SpEL over the arguments; {@code false} bypasses the cache for this call.
	 */
	String condition() default "";

	/**
	 * SpEL over the arguments and {@code #result}; {@code true} returns the answer but
	 * does not store it.
	 */
	String unless() default "";

	/**
	 * SpEL that names the tenant; alternative to {@link LlmTenant}. Only a digest of it
	 * is ever written.
	 */
	String tenant() default "";

	/**
	 * What to do with requests that ask for random sampling.
	 */
	Sampling sampling() default Sampling.INHERIT;

	/**
	 * What to do with requests that offer tools to the model.
	 */
	Tools tools() default Tools.INHERIT;

	/**
	 * What to do with the answer to the same question in other words.
	 */
	SemanticMode semantic() default SemanticMode.INHERIT;

	/**
	 * The cosine in (0, 1] from which on two questions may be the same; NaN for that of
	 * the embedding model. Belongs to the model: 0.97 of one is 0.9 of another.
	 */
	double threshold() default Double.NaN;

	/**
	 * Names of the guards that are not asked: {@code numbers} where doses vary freely,
	 * say.
	 */
	String[] withoutGuards() default {};

}
