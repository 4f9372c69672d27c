package io.llmcache.sample.data;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;

import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/**
 * The 13 083 questions of the banking77 data set, read once. Immutable.
 */
@Component
public final class Banking77 {

	private final List<Question> training;

	private final List<Question> test;

	/**
	 * Reads the data from the class path.
	 */
	public Banking77() {
		this.training = read("data/train.csv");
		this.test = read("data/test.csv");
	}

	/**
	 * The questions that the demo model has learnt from.
	 */
	public List<Question> training() {
		return this.training;
	}

	/**
	 * All questions, in the order of the files, each wording once.
	 */
	public List<Question> all() {
		Map<String, Question> distinct = new LinkedHashMap<>();
		this.training.forEach((question) -> distinct.putIfAbsent(Question.normalised(question.text()), question));
		this.test.forEach((question) -> distinct.putIfAbsent(Question.normalised(question.text()), question));
		return List.copyOf(distinct.values());
	}

	private static List<Question> read(String path) {
		CSVFormat format = CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();
		try (Reader reader = new InputStreamReader(new ClassPathResource(path).getInputStream(),
				StandardCharsets.UTF_8); CSVParser rows = format.parse(reader)) {
			return rows.stream().map((row) -> new Question(row.get("text"), row.get("category"))).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot read " + path, ex);
		}
	}

}
