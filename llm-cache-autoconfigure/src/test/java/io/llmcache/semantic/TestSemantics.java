package io.llmcache.semantic;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import io.llmcache.CachePolicy.Semantic;
import io.llmcache.LlmCacheProperties.Semantic.VectorForm;
import io.llmcache.QuestionKey;
import io.llmcache.SemanticMode;
import io.llmcache.key.Digester;
import io.llmcache.store.TestStores;

/**
 * A semantic layer whose model, guards and canonical forms a test sets.
 */
public final class TestSemantics implements AutoCloseable {

	/** Served from a cosine of 0.95 on, without canonical forms. */
	public static final Semantic SERVE = settings(SemanticMode.SERVE, QuestionKey.OFF);

	/** The same, with canonical forms. */
	public static final Semantic SERVE_FORMS = settings(SemanticMode.SERVE, QuestionKey.EN);

	/** Not served. */
	public static final Semantic SHADOW = settings(SemanticMode.SHADOW, QuestionKey.EN);

	/** How questions begin that the normaliser fails on. */
	public static final String BREAKS = "This breaks";

	private final Meanings meanings;

	private final PlainIndex index = new PlainIndex();

	private final Embeddings embeddings;

	private final List<SemanticGuard> guards = new ArrayList<>();

	/**
	 * A layer over a model.
	 * @param meanings the model
	 */
	public TestSemantics(Meanings meanings) {
		this.meanings = meanings;
		this.embeddings = new Embeddings(meanings, Duration.ofSeconds(5));
	}

	private static Semantic settings(SemanticMode mode, QuestionKey key) {
		return new Semantic(mode, 0.95, Set.of(), key);
	}

	/** Vetoes pairs of which one holds a word and the other does not. */
	public TestSemantics guardedBy(String word) {
		this.guards.add(new SemanticGuard() {

			@Override
			public String name() {
				return word;
			}

			@Override
			public Opinion judge(String asked, String answered) {
				return (asked.contains(word) == answered.contains(word)) ? Opinion.PASS : Opinion.VETO;
			}

		});
		return this;
	}

	/**
	 * The layer, over the Redis of some stores. Its canonical forms are texts in lower
	 * case.
	 * @param stores the stores
	 */
	public SemanticLayer over(TestStores stores) {
		stores.entries().keepDocumentsIn("test");
		QuestionNormaliser lowerCase = new QuestionNormaliser() {

			@Override
			public String id() {
				return "lower-case";
			}

			@Override
			public String canonical(String prompt) {
				if (prompt.startsWith(BREAKS)) {
					throw new IllegalStateException(prompt);
				}
				return prompt.toLowerCase(Locale.ROOT);
			}

		};
		Vectors vectors = new Vectors(this.embeddings, this.meanings.id(), Meanings.DIMENSION, null, this.index, "test",
				VectorForm.FLOAT16);
		VectorSource source = new VectorSource() {

			@Override
			public Vectors vectors() {
				return vectors;
			}

			@Override
			public String state() {
				return "a test";
			}

		};
		return new SemanticLayer(stores.documents(), Digester.sha256(), lowerCase, new SemanticPolicy(this.guards),
				source);
	}

	/** The index. */
	public PlainIndex index() {
		return this.index;
	}

	@Override
	public void close() {
		this.embeddings.close();
	}

}
