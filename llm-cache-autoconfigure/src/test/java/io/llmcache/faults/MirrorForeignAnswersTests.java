package io.llmcache.faults;

import io.llmcache.test.RedisKind;

class MirrorForeignAnswersTests extends ForeignAnswersContractTests {

	MirrorForeignAnswersTests() {
		super(RedisKind.REDIS_6, "mirror");
	}

}
