package io.llmcache.intercept;

import java.lang.reflect.Type;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;

/**
 * The value in an {@code Optional}; an empty one is an answer of null.
 */
final class OptionalReturnAdapter implements ReturnAdapter {

	private final BlockingDriver driver;

	OptionalReturnAdapter(BlockingDriver driver) {
		this.driver = driver;
	}

	@Override
	public boolean supports(Type returnType) {
		return ResolvableType.forType(returnType).resolve() == Optional.class;
	}

	@Override
	public Type valueType(Type returnType) {
		return ResolvableType.forType(returnType).getGeneric(0).getType();
	}

	@Override
	public @Nullable Object call(CachedCall call) throws Throwable {
		return Optional.ofNullable(this.driver.drive(call.mapped(OptionalReturnAdapter::content)).value());
	}

	private static @Nullable Object content(@Nullable Object returned) {
		return (returned instanceof Optional<?> optional) ? optional.orElse(null) : null;
	}

}
