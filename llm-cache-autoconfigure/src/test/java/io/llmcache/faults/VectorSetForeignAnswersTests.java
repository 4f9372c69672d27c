package io.llmcache.faults;

import io.llmcache.test.RedisKind;

class VectorSetForeignAnswersTests extends ForeignAnswersContractTests {

	VectorSetForeignAnswersTests() {
		super(RedisKind.REDIS_8, "vector-set");
	}

}
