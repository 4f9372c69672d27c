package io.llmcache.intercept;

import java.lang.reflect.Type;

import org.jspecify.annotations.Nullable;

/**
 * The value itself, on the caller's thread. The last resort: supports every type, the
 * codecs judge whether it can be stored.
 */
final class PlainReturnAdapter implements ReturnAdapter {

	private final BlockingDriver driver;

	PlainReturnAdapter(BlockingDriver driver) {
		this.driver = driver;
	}

	@Override
	public boolean supports(Type returnType) {
		return true;
	}

	@Override
	public Type valueType(Type returnType) {
		return returnType;
	}

	@Override
	public @Nullable Object call(CachedCall call) throws Throwable {
		return this.driver.drive(call).value();
	}

}
