package io.llmcache.sample.replay;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import io.llmcache.sample.data.Question;

/**
 * The questions of a replay, in the order in which they are asked.
 *
 * @param questions the questions
 * @param distinct number of different ones among them
 */
record Script(List<Question> questions, int distinct) {

	static Script write(List<Question> data, ReplayProperties properties) {
		List<Question> shuffled = new ArrayList<>(data);
		Collections.shuffle(shuffled, new Random(properties.seed()));
		int choice = Math.min(properties.distinct(), shuffled.size());
		int[] order = ZipfOrder.draw(properties.questions(), choice, properties.skew(), properties.seed());
		List<Question> questions = Arrays.stream(order).<Question>mapToObj(shuffled::get).toList();
		return new Script(questions, (int) Arrays.stream(order).distinct().count());
	}

}
