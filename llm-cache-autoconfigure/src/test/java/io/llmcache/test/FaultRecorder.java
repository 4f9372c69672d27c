package io.llmcache.test;

import java.util.Optional;

import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Puts what tests of faults have seen into the table.
 */
final class FaultRecorder implements ParameterResolver, AfterTestExecutionCallback {

	private static final Namespace NAMESPACE = Namespace.create(FaultRecorder.class);

	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
		return parameter.getParameter().getType() == Seen.class;
	}

	@Override
	public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
		return seen(test);
	}

	@Override
	public void afterTestExecution(ExtensionContext test) {
		if (test.getExecutionException().isEmpty()) {
			fault(test).ifPresent((fault) -> table(test).add(fault.value(), seen(test)));
		}
	}

	private static Seen seen(ExtensionContext test) {
		return test.getStore(NAMESPACE).computeIfAbsent(Seen.class, (key) -> new Seen(), Seen.class);
	}

	// Closed, and so written, at the end of the run.
	private static FaultTable table(ExtensionContext test) {
		return test.getRoot()
			.getStore(NAMESPACE)
			.computeIfAbsent(FaultTable.class, (key) -> new FaultTable(), FaultTable.class);
	}

	private static Optional<Fault> fault(ExtensionContext test) {
		return AnnotationSupport.findAnnotation(test.getTestMethod(), Fault.class)
			.or(() -> AnnotationSupport.findAnnotation(test.getTestClass(), Fault.class));
	}

}
