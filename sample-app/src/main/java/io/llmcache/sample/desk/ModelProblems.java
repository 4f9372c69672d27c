package io.llmcache.sample.desk;

import io.llmcache.sample.model.ModelException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * Tells callers when the model gives no answer.
 */
@RestControllerAdvice
class ModelProblems {

	private static final Logger logger = LoggerFactory.getLogger(ModelProblems.class);

	@ExceptionHandler
	ProblemDetail noAnswer(ModelException failure) {
		// Without the cause: a provider may quote the question in its message.
		logger.warn(failure.getMessage());
		return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_GATEWAY, failure.getMessage());
	}

}
