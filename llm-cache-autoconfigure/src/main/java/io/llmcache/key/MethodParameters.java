package io.llmcache.key;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import io.llmcache.LlmCacheConfigurationException;
import io.llmcache.LlmIgnore;
import io.llmcache.LlmPrompt;
import io.llmcache.LlmTemperature;
import io.llmcache.LlmTenant;
import io.llmcache.key.KeyDescription.Role;
import org.jspecify.annotations.Nullable;

import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.MethodParameter;
import org.springframework.core.ParameterNameDiscoverer;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedMethod;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.util.ClassUtils;

/**
 * The parameters of a method and what each is to the key, annotations of interfaces and
 * of annotations included.
 */
final class MethodParameters {

	private static final ParameterNameDiscoverer NAMES = new DefaultParameterNameDiscoverer();

	private static final String MEMORY_ID = "dev.langchain4j.service.MemoryId";

	private final String label;

	private final List<Parameter> parameters = new ArrayList<>();

	MethodParameters(Method method, Class<?> userClass) {
		this.label = userClass.getName() + "." + method.getName()
				+ Arrays.stream(method.getParameterTypes())
					.map(Class::getSimpleName)
					.collect(Collectors.joining(", ", "(", ")"));
		for (MethodParameter parameter : new AnnotatedMethod(method).getMethodParameters()) {
			this.parameters.add(parameter(parameter, userClass));
		}
		long texts = this.parameters.stream().filter(MethodParameters::isUndecidedText).count();
		boolean marked = this.parameters.stream().anyMatch((parameter) -> parameter.role() == Role.PROMPT);
		if (texts == 1 && !marked) {
			this.parameters
				.replaceAll((parameter) -> isUndecidedText(parameter) ? parameter.as(Role.PROMPT) : parameter);
		}
	}

	private static boolean isUndecidedText(Parameter parameter) {
		return parameter.role() == Role.KEY && parameter.rawType() == String.class;
	}

	private Parameter parameter(MethodParameter parameter, Class<?> userClass) {
		MethodParameter contained = parameter.withContainingClass(userClass);
		contained.initParameterNameDiscovery(NAMES);
		String given = contained.getParameterName();
		String name = (given != null) ? given : "#" + contained.getParameterIndex();
		ResolvableType type = ResolvableType.forMethodParameter(contained);
		MergedAnnotations annotations = MergedAnnotations.from(parameter.getParameterAnnotations());
		Role role = null;
		for (Role candidate : Role.values()) {
			Class<? extends Annotation> annotation = annotation(candidate);
			if (annotation != null && annotations.isPresent(annotation)) {
				if (role != null) {
					throw wrong(name, "is marked as " + role + " and as " + candidate, "Leave one of the annotations.");
				}
				role = candidate;
			}
		}
		if (annotations.isPresent(MEMORY_ID) && role != Role.IGNORED) {
			throw wrong(name, "a conversation is not a question that comes again",
					"Cache the answer to a single question, or mark the parameter @LlmIgnore on a method without memory.");
		}
		Parameter known = new Parameter(contained.getParameterIndex(), name, type, (role != null) ? role : Role.KEY,
				role != null);
		check(known);
		boolean temperature = role == null && Temperature.NAME.equals(name) && isNumber(known.rawType());
		return temperature ? known.as(Role.TEMPERATURE) : known;
	}

	private static @Nullable Class<? extends Annotation> annotation(Role role) {
		return switch (role) {
			case PROMPT -> LlmPrompt.class;
			case IGNORED -> LlmIgnore.class;
			case TENANT -> LlmTenant.class;
			case TEMPERATURE -> LlmTemperature.class;
			case KEY -> null;
		};
	}

	private void check(Parameter parameter) {
		Class<?> type = parameter.rawType();
		if (parameter.role() == Role.PROMPT && !CharSequence.class.isAssignableFrom(type)
				&& !Refusals.isFrameworkType(type)) {
			throw wrong(parameter.name(), "@LlmPrompt is for text, not for " + type.getName(),
					"Mark a String parameter, or leave the annotation out: the parameter is part of the key anyway.");
		}
		if (parameter.role() == Role.TEMPERATURE && !isNumber(type)) {
			throw wrong(parameter.name(), "@LlmTemperature is for numbers, not for " + type.getName(),
					"Mark the numeric parameter that holds the temperature.");
		}
		if (parameter.role() == Role.TENANT && !Tenants.mayName(type)) {
			throw wrong(parameter.name(), "@LlmTenant is for text, numbers, enums and ids, not for " + type.getName(),
					"Pass the tenant's id, or name it by tenant=.");
		}
	}

	private static boolean isNumber(Class<?> type) {
		return Number.class.isAssignableFrom(ClassUtils.resolvePrimitiveIfNecessary(type));
	}

	/**
	 * Class, method and parameter types, to be shown to people.
	 */
	String label() {
		return this.label;
	}

	List<Parameter> all() {
		return this.parameters;
	}

	/**
	 * The parameters of the given roles, in order.
	 */
	List<Parameter> of(Role... roles) {
		List<Role> wanted = List.of(roles);
		return this.parameters.stream().filter((parameter) -> wanted.contains(parameter.role())).toList();
	}

	/**
	 * The parameter that names the tenant, if there is one.
	 */
	@Nullable Parameter tenant() {
		List<Parameter> tenants = of(Role.TENANT);
		if (tenants.size() > 1) {
			throw wrong(tenants.get(1).name(), "is the second @LlmTenant", "Name the tenant by one parameter.");
		}
		return tenants.isEmpty() ? null : tenants.get(0);
	}

	LlmCacheConfigurationException wrong(String parameter, String problem, String remedy) {
		return new LlmCacheConfigurationException(this.label + ", parameter '" + parameter + "'", problem, remedy);
	}

	LlmCacheConfigurationException wrong(String problem, String remedy) {
		return new LlmCacheConfigurationException(this.label, problem, remedy);
	}

	/**
	 * One parameter.
	 *
	 * @param index its place
	 * @param name its name, or {@code #index}
	 * @param type its type, as far as the user class tells
	 * @param role what it is to the key
	 * @param decided whether an annotation says so
	 */
	record Parameter(int index, String name, ResolvableType type, Role role, boolean decided) {

		Class<?> rawType() {
			return this.type.resolve(Object.class);
		}

		Parameter as(Role role) {
			return new Parameter(this.index, this.name, this.type, role, this.decided);
		}

	}

}
