package com.example.desk;

import java.util.concurrent.atomic.AtomicInteger;

import org.springframework.stereotype.Component;

/**
 * Stands for a language model: never gives the same answer twice.
 */
@Component
class Model {

	private final AtomicInteger calls = new AtomicInteger();

	String answer(String question) {
		return "Answer " + this.calls.incrementAndGet() + " to " + question;
	}

	int calls() {
		return this.calls.get();
	}

}
