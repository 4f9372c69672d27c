package io.llmcache.intercept;

import java.lang.reflect.Type;

import org.jspecify.annotations.Nullable;

/**
 * Drives a call for one return shape: plain values, {@code Optional}, stages, publishers.
 * Beans of this type come before the built-in ones. Thread-safe.
 */
public interface ReturnAdapter {

	/**
	 * Whether methods of this return type are driven here.
	 * @param returnType the return type, type variables resolved
	 */
	boolean supports(Type returnType);

	/**
	 * The type of the value that is stored.
	 * @param returnType a supported return type
	 */
	Type valueType(Type returnType);

	/**
	 * Runs a call to its end, or to the object that stands for it.
	 * @param call the call
	 * @return what the annotated method returns
	 * @throws Throwable what the annotated method throws
	 */
	@Nullable Object call(CachedCall call) throws Throwable;

}
