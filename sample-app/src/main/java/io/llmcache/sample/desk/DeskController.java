package io.llmcache.sample.desk;

import java.util.regex.Pattern;

import io.llmcache.WriteOutcome;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * The desk as JSON.
 */
@RestController
@RequestMapping("/api")
class DeskController {

	static final int LONGEST_QUESTION = 2000;

	private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

	private final Reception reception;

	DeskController(Reception reception) {
		this.reception = reception;
	}

	@PostMapping("/ask")
	Answer ask(@RequestBody Asked asked) throws Exception {
		return this.reception.ask(checked(asked.question()));
	}

	@GetMapping("/ask")
	Answer ask(@RequestParam("q") String question) throws Exception {
		return this.reception.ask(checked(question));
	}

	@GetMapping("/stats")
	Books stats() {
		return this.reception.books();
	}

	/**
	 * "Not this one": the answer belongs to another question, and is no answer to this.
	 */
	@PostMapping("/answers/{digest}/rejection")
	Changed reject(@PathVariable String digest) {
		return Changed.of(this.reception.reject(digestOf(digest)));
	}

	@DeleteMapping("/answers/{digest}")
	Changed forget(@PathVariable String digest) {
		return Changed.of(this.reception.forget(digestOf(digest)));
	}

	@DeleteMapping("/answers")
	Changed forgetAll() {
		return Changed.of(this.reception.forgetAll());
	}

	private static String digestOf(String given) {
		if (!DIGEST.matcher(given).matches()) {
			throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "A digest has 64 hexadecimal digits.");
		}
		return given;
	}

	private static String checked(@Nullable String question) {
		if (question == null || question.isBlank()) {
			throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "The question is empty.");
		}
		if (question.length() > LONGEST_QUESTION) {
			throw new ResponseStatusException(HttpStatus.BAD_REQUEST,
					"The question is longer than " + LONGEST_QUESTION + " characters.");
		}
		return question;
	}

	/**
	 * A question.
	 *
	 * @param question the question
	 */
	record Asked(@Nullable String question) {

	}

	/**
	 * What came of a change to what is stored.
	 *
	 * @param result what the cache did
	 */
	record Changed(WriteOutcome result) {

		static Changed of(WriteOutcome result) {
			if (result == WriteOutcome.UNAVAILABLE) {
				throw new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE,
						"Redis does not answer. It may yet do this when it goes on; to be sure, try again then.");
			}
			return new Changed(result);
		}

	}

}
