package io.llmcache.benchmarks;

import java.util.List;

import io.llmcache.semantic.SemanticPolicy.Judged;
import org.jspecify.annotations.Nullable;

/**
 * What became of a pair.
 *
 * @param pair the pair
 * @param sameForm whether both questions have one key
 * @param judged what cosine and guards say; null when a text has no vector
 */
record Trial(QuestionPair pair, boolean sameForm, @Nullable Judged judged) {

	/** Whether the answer is served. */
	boolean isServed() {
		return this.sameForm || (this.judged != null && this.judged.isAccepted());
	}

	/** Whether the cosine alone would serve it. */
	boolean isNear() {
		return this.judged != null && this.judged.near();
	}

	/** Whether nothing but a guard speaks against it, the key left aside. */
	boolean isVetoed() {
		return isNear() && !objections().isEmpty();
	}

	List<String> objections() {
		return (this.judged != null) ? this.judged.objections() : List.of();
	}

	/** NaN when a text has no vector. */
	double cosine() {
		return (this.judged != null) ? this.judged.candidate().cosine() : Double.NaN;
	}

	/** What the two are held for the same by, or not. */
	String reason() {
		if (this.sameForm) {
			return "key";
		}
		return isServed() ? "cosine" : isVetoed() ? String.join(",", objections()) : "far";
	}

}
