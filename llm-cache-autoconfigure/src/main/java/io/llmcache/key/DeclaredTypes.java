package io.llmcache.key;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/**
 * Judges the declared types of parameters, as far as they tell what the values will be.
 */
final class DeclaredTypes {

	private final Forms forms;

	DeclaredTypes(Forms forms) {
		this.forms = forms;
	}

	/**
	 * Why no value of the type can be written; null when some can, or when that shows at
	 * run time only.
	 */
	Form.@Nullable Refusal judge(ResolvableType type) {
		return judge(type, new HashSet<>());
	}

	private Form.@Nullable Refusal judge(ResolvableType type, Set<Class<?>> seen) {
		if (type.isArray()) {
			return judge(type.getComponentType(), seen);
		}
		Class<?> raw = ClassUtils.resolvePrimitiveIfNecessary(type.resolve(Object.class));
		// Frameworks get their encoders from other modules: bypassed until then.
		if (this.forms.isEncoded(raw) || Refusals.awaitsEncoder(raw)) {
			return null;
		}
		if (isContainer(raw)) {
			return judgeContents(type, raw, seen);
		}
		if (isOpen(raw)) {
			return Refusals.of(raw);
		}
		Form form = this.forms.of(raw);
		if (form instanceof ObjectForm object) {
			return seen.add(raw) ? judgeFields(type, raw, object, seen) : null;
		}
		return form.refusal();
	}

	private static boolean isContainer(Class<?> type) {
		return (Collection.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type) || type == Optional.class)
				&& !Refusals.isUserType(type);
	}

	private static boolean isOpen(Class<?> type) {
		return type == Object.class || type.isInterface() || Modifier.isAbstract(type.getModifiers());
	}

	private Form.@Nullable Refusal judgeContents(ResolvableType type, Class<?> raw, Set<Class<?>> seen) {
		Class<?> container = Map.class.isAssignableFrom(raw) ? Map.class
				: Collection.class.isAssignableFrom(raw) ? Collection.class : Optional.class;
		for (ResolvableType content : type.as(container).getGenerics()) {
			Form.Refusal refusal = judge(content, seen);
			if (refusal != null) {
				return refusal;
			}
		}
		return null;
	}

	private Form.@Nullable Refusal judgeFields(ResolvableType type, Class<?> raw, ObjectForm form, Set<Class<?>> seen) {
		for (Field field : form.fields()) {
			Form.Refusal refusal = judge(ResolvableType.forField(field, type), seen);
			if (refusal != null) {
				return new Form.Refusal(refusal.problem() + " (field " + field.getName() + " of " + raw.getName() + ")",
						refusal.remedy());
			}
		}
		return null;
	}

}
