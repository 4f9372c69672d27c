package io.llmcache.key;

import java.lang.reflect.Method;

import io.llmcache.CachePolicy;

/**
 * A method whose calls are to have keys.
 *
 * @param method the method
 * @param userClass the class of the bean, not a proxy
 * @param operation the name of the operation, or empty: user class, method and parameter
 * types. Methods of the same name share their entries where their arguments are equal
 * @param model the model that answers, or empty where it is not told
 * @param valueShape the fingerprint of the type of the answer
 * @param policy what is in force for the method
 * @param keyExpression whether an expression replaces the arguments
 * @param tenantExpression whether an expression names the tenant
 */
public record OperationSpec(Method method, Class<?> userClass, String operation, String model, String valueShape,
		CachePolicy policy, boolean keyExpression, boolean tenantExpression) {

}
