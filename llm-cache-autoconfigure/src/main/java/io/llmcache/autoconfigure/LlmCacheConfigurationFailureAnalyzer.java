package io.llmcache.autoconfigure;

import io.llmcache.LlmCacheConfigurationException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says what cannot work and what to change, instead of a stack trace.
 */
final class LlmCacheConfigurationFailureAnalyzer extends AbstractFailureAnalyzer<LlmCacheConfigurationException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, LlmCacheConfigurationException cause) {
		return new FailureAnalysis(cause.problem(), cause.remedy(), cause);
	}

}
