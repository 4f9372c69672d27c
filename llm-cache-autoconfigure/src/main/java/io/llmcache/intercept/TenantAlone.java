package io.llmcache.intercept;

import java.lang.reflect.Method;
import java.util.function.Function;

import io.llmcache.LlmIgnore;
import io.llmcache.LlmTenant;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.AnnotatedMethod;
import org.springframework.core.annotation.MergedAnnotations;

/**
 * Tells evicting methods that name a tenant and nothing else from those that name one
 * answer.
 */
final class TenantAlone {

	private TenantAlone() {
	}

	/**
	 * What names the tenant, or null when the method does not name one or has parameters
	 * beside it that may be part of a key.
	 * @param method the evicting method
	 * @param expression its expression for the tenant, or null
	 */
	static @Nullable Function<@Nullable Object[], @Nullable Object> of(Method method,
			@Nullable MethodExpression expression) {
		int marked = -1;
		for (MethodParameter parameter : new AnnotatedMethod(method).getMethodParameters()) {
			int index = parameter.getParameterIndex();
			MergedAnnotations annotations = MergedAnnotations.from(parameter.getParameterAnnotations());
			if (annotations.isPresent(LlmTenant.class)) {
				marked = index;
			}
			else if (!annotations.isPresent(LlmIgnore.class) && (expression == null || !expression.reads(index))) {
				return null;
			}
		}
		if (expression != null) {
			return expression::value;
		}
		int tenant = marked;
		return (tenant >= 0) ? (arguments) -> arguments[tenant] : null;
	}

}
