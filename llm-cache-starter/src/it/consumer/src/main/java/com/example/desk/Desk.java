package com.example.desk;

import io.llmcache.LlmCached;

import org.springframework.stereotype.Service;

@Service
class Desk {

	private final Model model;

	Desk(Model model) {
		this.model = model;
	}

	@LlmCached(cache = "desk", promptVersion = "v1")
	String answer(String question) {
		return this.model.answer(question);
	}

}
