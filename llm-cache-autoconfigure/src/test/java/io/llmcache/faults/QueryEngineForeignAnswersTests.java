package io.llmcache.faults;

import io.llmcache.test.RedisKind;

class QueryEngineForeignAnswersTests extends ForeignAnswersContractTests {

	QueryEngineForeignAnswersTests() {
		super(RedisKind.QUERY_ENGINE, "query-engine");
	}

}
