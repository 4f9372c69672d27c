package io.llmcache.key;

import org.jspecify.annotations.Nullable;

/**
 * What the expressions of an annotation evaluated to. A value counts only where the
 * {@link OperationSpec} says that there is such an expression.
 *
 * @param key the value that replaces the arguments
 * @param tenant what names the tenant
 */
public record Given(@Nullable Object key, @Nullable Object tenant) {

	/** An annotation without expressions. */
	public static final Given NOTHING = new Given(null, null);

	/** Tells neither: both come from the user. */
	@Override
	public String toString() {
		return "Given";
	}

}
