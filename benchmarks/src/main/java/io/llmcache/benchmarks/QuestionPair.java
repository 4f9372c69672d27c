package io.llmcache.benchmarks;

/**
 * A question that is answered and one that is asked after it.
 *
 * @param id names the pair in its file
 * @param kind what the two differ in
 * @param answered the question whose answer is cached
 * @param asked the question that comes later
 */
record QuestionPair(String id, String kind, String answered, String asked) {

}
