package io.llmcache.benchmarks;

/**
 * A question and what stands for its right answer.
 *
 * @param text the question
 * @param label equal for questions that one answer serves
 */
record LabelledText(String text, String label) {

}
