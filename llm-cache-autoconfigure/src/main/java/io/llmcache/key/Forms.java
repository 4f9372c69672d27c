package io.llmcache.key;

import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The form of each class, found once. Thread-safe.
 */
final class Forms {

	private final Digester digester;

	private final List<ArgumentEncoder> encoders;

	// Tied to the classes, so that neither side keeps the other alive.
	private final ClassValue<Form> forms = new ClassValue<>() {

		@Override
		protected Form computeValue(Class<?> type) {
			return find(type);
		}

	};

	Forms(Digester digester, List<ArgumentEncoder> encoders) {
		this.digester = digester;
		this.encoders = List.copyOf(encoders);
	}

	/**
	 * The form of the values whose class is exactly the given one; a {@link Form.Refusal}
	 * when they have none.
	 */
	Form of(Class<?> type) {
		return this.forms.get(type);
	}

	/**
	 * Whether an encoder takes the values of a declared type.
	 */
	boolean isEncoded(Class<?> type) {
		return encoder(type) != null;
	}

	private Form find(Class<?> type) {
		ArgumentEncoder encoder = encoder(type);
		if (encoder != null) {
			return encoded(encoder);
		}
		Form scalar = ScalarForms.of(type);
		if (scalar != null) {
			return scalar;
		}
		if (JsonNode.class.isAssignableFrom(type)) {
			return new JsonForm();
		}
		Form.Refusal refusal = Refusals.of(type);
		if (refusal != null) {
			return refusal;
		}
		if (!Refusals.isUserType(type)) {
			Form container = ContainerForms.of(type);
			return (container != null) ? container : Refusals.unknown(type);
		}
		try {
			return ObjectForm.of(type, this.digester);
		}
		catch (LinkageError ex) {
			// A field of a class that this application does not have.
			return Refusals.unknown(type);
		}
	}

	private @Nullable ArgumentEncoder encoder(Class<?> type) {
		return this.encoders.stream().filter((encoder) -> encoder.supports(type)).findFirst().orElse(null);
	}

	private static Form encoded(ArgumentEncoder encoder) {
		return (value, encoding) -> {
			encoding.enter(value);
			encoding.feed().tag(Tag.ENCODED);
			encoding.feed().text(value.getClass().getName());
			encoding.write(encoder.encode(value));
			encoding.leave();
		};
	}

}
