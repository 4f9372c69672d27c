package io.llmcache;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the text that the user asks, as opposed to the circumstances of the question. The
 * only {@code String} parameter of a method is its prompt without being marked; several
 * marked parameters are joined in order.
 */
@Target({ ElementType.PARAMETER, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface LlmPrompt {

}
