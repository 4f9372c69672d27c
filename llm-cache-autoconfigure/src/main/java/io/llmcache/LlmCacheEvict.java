package io.llmcache;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Removes cached answers once the method has returned normally; loads that run meanwhile,
 * in any JVM, do not bring the old answer back.
 * <p>
 * By default the method takes the same key parameters as the {@link LlmCached} operation
 * and removes the one answer of those arguments. With {@link #tenant()} alone (no key
 * parameters) everything of that tenant goes, with {@link #allEntries()} the whole cache.
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface LlmCacheEvict {

	/**
	 * The cache, by default {@code default}.
	 */
	String cache() default "";

	/**
	 * The operation whose answer goes, by the name in {@link LlmCached#operation()}. May
	 * be left out where the cache has one operation only.
	 */
	String operation() default "";

	/**
	 * SpEL whose value replaces the arguments, as in {@link LlmCached#key()}.
	 */
	String key() default "";

	/**
	 * SpEL that names the tenant, as in {@link LlmCached#tenant()}.
	 */
	String tenant() default "";

	/**
	 * Whether everything in the cache goes; arguments then do not matter.
	 */
	boolean allEntries() default false;

}
