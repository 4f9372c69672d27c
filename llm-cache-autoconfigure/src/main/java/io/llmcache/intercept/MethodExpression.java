package io.llmcache.intercept;

import java.lang.reflect.Method;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.llmcache.LlmCacheConfigurationException;
import org.jspecify.annotations.Nullable;

import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.expression.EvaluationContext;
import org.springframework.expression.ParseException;
import org.springframework.expression.spel.SpelNode;
import org.springframework.expression.spel.ast.VariableReference;
import org.springframework.expression.spel.standard.SpelExpression;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.expression.spel.support.SimpleEvaluationContext;

/**
 * A SpEL expression of an annotation over the arguments of its method: parsed once,
 * evaluated without types, constructors, beans or assignments. Thread-safe.
 */
final class MethodExpression {

	static final String RESULT = "result";

	private static final DefaultParameterNameDiscoverer NAMES = new DefaultParameterNameDiscoverer();

	private final SpelExpression expression;

	private final @Nullable String @Nullable [] names;

	private final Set<String> used;

	private MethodExpression(SpelExpression expression, @Nullable String @Nullable [] names, Set<String> used) {
		this.expression = expression;
		this.names = names;
		this.used = Set.copyOf(used);
	}

	/**
	 * Parses an attribute.
	 * @param text the expression; empty for none
	 * @param attribute its name, for messages
	 * @param method the method
	 * @param where the method, for messages
	 * @return the expression, or null for none
	 * @throws LlmCacheConfigurationException when it has a syntax error or names
	 * something that is not there: SpEL takes that for null, and a key that is always
	 * null would serve everybody the same answer
	 */
	static @Nullable MethodExpression parse(String text, String attribute, Method method, String where) {
		if (text.isEmpty()) {
			return null;
		}
		SpelExpression expression;
		try {
			expression = new SpelExpressionParser().parseRaw(text);
		}
		catch (ParseException ex) {
			throw new LlmCacheConfigurationException(where, attribute + " is no SpEL expression: " + ex.getMessage(),
					"Correct it, or leave it out.");
		}
		@Nullable String @Nullable [] names = NAMES.getParameterNames(method);
		Set<String> known = known(method, names, attribute);
		Set<String> used = new TreeSet<>();
		collect(expression.getAST(), used);
		Set<String> unknown = new TreeSet<>(used);
		unknown.removeAll(known);
		if (!unknown.isEmpty()) {
			throw new LlmCacheConfigurationException(where,
					attribute + " names #" + String.join(", #", unknown) + ", which the method does not have",
					"Use one of #" + String.join(", #", known) + ".");
		}
		return new MethodExpression(expression, names, used);
	}

	private static Set<String> known(Method method, @Nullable String @Nullable [] names, String attribute) {
		Set<String> known = IntStream.range(0, method.getParameterCount())
			.mapToObj((index) -> "a" + index)
			.collect(Collectors.toCollection(TreeSet::new));
		if (names != null) {
			for (String name : names) {
				if (name != null) {
					known.add(name);
				}
			}
		}
		if (attribute.equals("unless")) {
			known.add(RESULT);
		}
		return known;
	}

	private static void collect(@Nullable SpelNode node, Set<String> names) {
		if (node == null) {
			return;
		}
		if (node instanceof VariableReference) {
			String name = node.toStringAST().substring(1);
			if (!name.equals("this") && !name.equals("root")) {
				names.add(name);
			}
		}
		for (int i = 0; i < node.getChildCount(); i++) {
			collect(node.getChild(i), names);
		}
	}

	/**
	 * Whether the expression reads a parameter.
	 * @param index the parameter's place
	 */
	boolean reads(int index) {
		String name = (this.names != null) ? this.names[index] : null;
		return this.used.contains("a" + index) || (name != null && this.used.contains(name));
	}

	/**
	 * The value for a call.
	 * @param arguments the arguments
	 * @throws RuntimeException whatever the expression throws; its message may quote
	 * arguments
	 */
	@Nullable Object value(@Nullable Object[] arguments) {
		return this.expression.getValue(context(arguments));
	}

	boolean test(@Nullable Object[] arguments) {
		return isTrue(context(arguments));
	}

	boolean test(@Nullable Object[] arguments, @Nullable Object result) {
		EvaluationContext context = context(arguments);
		context.setVariable(RESULT, result);
		return isTrue(context);
	}

	private boolean isTrue(EvaluationContext context) {
		return Boolean.TRUE.equals(this.expression.getValue(context, Boolean.class));
	}

	private EvaluationContext context(@Nullable Object[] arguments) {
		SimpleEvaluationContext context = SimpleEvaluationContext.forReadOnlyDataBinding()
			.withInstanceMethods()
			.build();
		for (int i = 0; i < arguments.length; i++) {
			context.setVariable("a" + i, arguments[i]);
			String name = (this.names != null) ? this.names[i] : null;
			if (name != null) {
				context.setVariable(name, arguments[i]);
			}
		}
		return context;
	}

}
