package io.llmcache.semantic;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.llmcache.CachePolicy.Semantic;
import io.llmcache.Explanation;
import io.llmcache.QuestionKey;
import io.llmcache.SemanticMatch;
import io.llmcache.SemanticMatch.Via;
import io.llmcache.key.CacheKey;
import io.llmcache.key.Digest;
import io.llmcache.key.Digester;
import io.llmcache.semantic.SemanticPolicy.Candidate;
import io.llmcache.semantic.SemanticPolicy.Judged;
import io.llmcache.semantic.SemanticPolicy.Terms;
import io.llmcache.store.Alias;
import io.llmcache.store.Document;
import io.llmcache.store.DocumentStore;
import io.llmcache.store.DocumentStore.Known;
import io.llmcache.store.Entry;
import io.llmcache.store.Pointer;
import io.llmcache.store.StoreException;
import org.jspecify.annotations.Nullable;

/**
 * Finds the answer to the same question in other words. First the canonical form of the
 * question, then its vector; an index proposes, the exact cosine and the guards decide.
 * Everything is looked for within one scope, by equality: cache, version, operation,
 * tenant, ambient scope, value shape and every key argument. Thread-safe.
 */
public final class SemanticLayer {

	/** The most documents that are read for one question. */
	private static final int PROPOSALS = 32;

	/** What was proposed may all be gone: asked again that often. */
	private static final int ROUNDS = 3;

	private final DocumentStore documents;

	private final Digester digester;

	private final @Nullable QuestionNormaliser normaliser;

	private final SemanticPolicy policy;

	private final VectorSource source;

	/**
	 * A layer.
	 * @param documents what is kept of questions
	 * @param digester makes digests of canonical forms
	 * @param normaliser makes canonical forms; null for none
	 * @param policy judges candidates
	 * @param source what embeds and proposes
	 */
	public SemanticLayer(DocumentStore documents, Digester digester, @Nullable QuestionNormaliser normaliser,
			SemanticPolicy policy, VectorSource source) {
		this.documents = documents;
		this.digester = digester;
		this.normaliser = normaliser;
		this.policy = policy;
		this.source = source;
	}

	/**
	 * Looks for an answer. Blocks for a round trip or three to the store, and for one
	 * embedding at most; asks the model nothing.
	 * @param asker the request, for which nothing is stored under its own digest
	 * @param settings what is in force for it
	 * @param answers reads entries
	 * @throws StoreException when the store does not answer or refuses
	 */
	public Finding find(CacheKey asker, Semantic settings, Answers answers) throws StoreException {
		Digest question = question(asker, settings);
		Known known = this.documents.known(asker, question);
		Match match = pointed(asker, settings, known, answers);
		if (match != null) {
			return new Finding(match, new Draft(question, null), false, false, List.of());
		}
		Vectors vectors = vectors(settings);
		if (vectors == null || !isEmbeddable(asker, vectors)) {
			return new Finding(null, new Draft(question, null), false, false, List.of());
		}
		UnitVector vector;
		try {
			vector = vectors.embeddings().embed(asker.prompt());
		}
		catch (EmbeddingException ex) {
			return new Finding(null, new Draft(question, null), true, true, List.of());
		}
		return search(asker, settings, known.rejected(), vectors, new Draft(question, vector), vector, answers);
	}

	private Finding search(CacheKey asker, Semantic settings, Set<Digest> rejected, Vectors vectors, Draft draft,
			UnitVector vector, Answers answers) throws StoreException {
		Terms terms = new Terms(threshold(settings, vectors), settings.withoutGuards());
		List<Candidate> left = new ArrayList<>(candidates(asker, rejected, vectors, vector, terms.threshold()));
		List<String> vetoes = new ArrayList<>();
		while (true) {
			List<Judged> judged = this.policy.judge(asker.prompt(), terms, left);
			vetoes.addAll(vetoes(judged));
			Match found = served(asker, settings, vectors, judged, answers);
			if (found != null || judged.stream().noneMatch(Judged::isAccepted)) {
				return new Finding(found, draft, true, false, vetoes);
			}
			// Its answer is gone: what stands behind it may serve.
			judged.forEach((one) -> left.remove(one.candidate()));
		}
	}

	private @Nullable Match pointed(CacheKey asker, Semantic settings, Known known, Answers answers)
			throws StoreException {
		Pointer pointer = known.pointer();
		if (pointer == null || pointer.target().equals(asker.digest()) || known.rejected().contains(pointer.target())
				|| pointer.terms() != questionTerms(settings).head()) {
			return null;
		}
		Entry entry = answers.live(pointer.target());
		return (entry != null)
				? match(entry, new Alias(pointer.target(), questionTerms(settings), Double.NaN), Via.QUESTION, settings)
				: null;
	}

	/**
	 * The documents proposed that are really there, with their exact cosines. An index
	 * may propose what has expired: it is told, and asked again when nothing is left.
	 */
	private List<Candidate> candidates(CacheKey asker, Set<Digest> rejected, Vectors vectors, UnitVector vector,
			double floor) throws StoreException {
		for (int round = 0; round < ROUNDS; round++) {
			Set<Digest> proposed = new LinkedHashSet<>(
					vectors.index().propose(asker.scope(), vector, floor, PROPOSALS));
			boolean full = proposed.size() >= PROPOSALS;
			proposed.remove(asker.digest());
			proposed.removeAll(rejected);
			List<Candidate> candidates = new ArrayList<>();
			for (Document document : this.documents.read(asker, List.copyOf(proposed))) {
				UnitVector stored = UnitVector.read(document.vector(), vectors.dimension());
				if (stored != null) {
					proposed.remove(document.digest());
					candidates.add(new Candidate(document.digest(), document.prompt(), vector.cosine(stored)));
				}
			}
			proposed.forEach((gone) -> vectors.index().remove(asker.scope(), gone));
			if (!candidates.isEmpty() || !full) {
				return candidates;
			}
		}
		return List.of();
	}

	private @Nullable Match served(CacheKey asker, Semantic settings, Vectors vectors, List<Judged> judged,
			Answers answers) throws StoreException {
		for (Judged one : judged) {
			Digest target = one.candidate().digest();
			Entry entry = one.isAccepted() ? answers.live(target) : null;
			if (entry != null) {
				Alias alias = new Alias(target, indexTerms(settings, vectors), one.candidate().cosine());
				return match(entry, alias, Via.INDEX, settings);
			}
			if (one.isAccepted()) {
				vectors.index().remove(asker.scope(), target);
			}
		}
		return null;
	}

	private static List<String> vetoes(List<Judged> judged) {
		return judged.stream().filter(Judged::near).flatMap((one) -> one.objections().stream()).toList();
	}

	/**
	 * Follows a pointer that was left under the digest of the request.
	 * @param asker the request
	 * @param settings what is in force for it
	 * @param alias the pointer
	 * @param answers reads entries
	 * @return null when it leads nowhere, or was made on other terms
	 * @throws StoreException when the store does not answer or refuses
	 */
	public @Nullable Match follow(CacheKey asker, Semantic settings, Alias alias, Answers answers)
			throws StoreException {
		if (!holds(alias, settings)) {
			return null;
		}
		Entry entry = answers.live(alias.target());
		return (entry != null) ? match(entry, alias, Via.ALIAS, settings) : null;
	}

	private boolean holds(Alias alias, Semantic settings) {
		if (alias.terms().equals(questionTerms(settings))) {
			return true;
		}
		Vectors vectors = vectors(settings);
		return vectors != null && alias.terms().equals(indexTerms(settings, vectors));
	}

	private Match match(Entry entry, Alias alias, Via via, Semantic settings) {
		Double similarity = Double.isNaN(alias.similarity()) ? null : alias.similarity();
		List<String> guards = (similarity != null) ? guards(settings) : List.of();
		return new Match(entry, alias, new SemanticMatch(alias.target().hex(), via, similarity, guards));
	}

	/**
	 * What is to be kept of a question whose answer is put or fetched anew.
	 * @param asker the request
	 * @param settings what is in force for it
	 * @param embedding whether to embed it
	 */
	public Draft draft(CacheKey asker, Semantic settings, boolean embedding) {
		Vectors vectors = embedding ? vectors(settings) : null;
		UnitVector vector = null;
		if (vectors != null && isEmbeddable(asker, vectors)) {
			try {
				vector = vectors.embeddings().embed(asker.prompt());
			}
			catch (EmbeddingException ex) {
				// Without a document, only the same words will find the answer.
			}
		}
		return new Draft(question(asker, settings), vector);
	}

	/**
	 * The document of a question about to be stored.
	 * @param asker the request
	 * @param draft what was found out about it
	 * @param started when the load began, in Redis milliseconds
	 * @return null when there is no vector
	 */
	public @Nullable Document document(CacheKey asker, Draft draft, long started) {
		Vectors vectors = this.source.vectors();
		UnitVector vector = draft.vector();
		if (vectors == null || vector == null) {
			return null;
		}
		return new Document(asker.digest(), asker.scope(), asker.tenant(), started, asker.prompt(),
				vectors.bytes(vector), Sketch.of(vector).bytes());
	}

	/**
	 * Makes a stored answer known.
	 * @param asker the request
	 * @param settings what is in force for it
	 * @param draft what was found out about it
	 * @param document its document; null for none
	 * @param life how long the store keeps the entry
	 * @throws StoreException when the store does not answer or refuses
	 */
	public void announce(CacheKey asker, Semantic settings, Draft draft, @Nullable Document document, Duration life)
			throws StoreException {
		if (draft.question() != null) {
			Pointer pointer = new Pointer(asker.digest(), questionTerms(settings).head());
			this.documents.point(asker, draft.question(), pointer, life);
		}
		Vectors vectors = this.source.vectors();
		if (vectors != null && document != null && draft.vector() != null) {
			vectors.index().add(document, draft.vector(), life);
		}
	}

	/**
	 * How alike two answers are: the cosine of their vectors, in [-1, 1].
	 * @param first an answer as text
	 * @param second another
	 * @return NaN when that cannot be told
	 */
	public double likeness(String first, String second) {
		Vectors vectors = this.source.vectors();
		if (vectors == null || first.isBlank() || second.isBlank()) {
			return Double.NaN;
		}
		try {
			return vectors.embeddings().embed(first).cosine(vectors.embeddings().embed(second));
		}
		catch (EmbeddingException ex) {
			return Double.NaN;
		}
	}

	/**
	 * Says what {@link #find} would do, and why. Changes nothing.
	 * @param asker the request
	 * @param settings what is in force for it
	 * @param answers reads entries
	 * @throws StoreException when the store does not answer or refuses
	 */
	public Explanation explain(CacheKey asker, Semantic settings, Answers answers) throws StoreException {
		String digest = asker.digest().hex();
		Known known = this.documents.known(asker, question(asker, settings));
		Match pointed = pointed(asker, settings, known, answers);
		Vectors vectors = vectors(settings);
		if (vectors == null || !isEmbeddable(asker, vectors)) {
			String decision = (pointed != null) ? "the canonical form of the question is known"
					: (vectors == null) ? "no embedding model is at hand, and the canonical form of the question is new"
							: "the prompt is empty or longer than the embedding model sees";
			return new Explanation(digest, decision, (pointed != null) ? pointed.alias().target().hex() : null, null,
					null, List.of());
		}
		UnitVector vector;
		try {
			vector = vectors.embeddings().embed(asker.prompt());
		}
		catch (EmbeddingException ex) {
			return new Explanation(digest, "the question could not be embedded", null, vectors.index().name(),
					threshold(settings, vectors), List.of());
		}
		Terms terms = new Terms(threshold(settings, vectors), settings.withoutGuards());
		List<Judged> judged = this.policy.explain(asker.prompt(), terms,
				candidates(asker, known.rejected(), vectors, vector, -1));
		Match found = (pointed != null) ? pointed : served(asker, settings, vectors, judged, answers);
		return new Explanation(digest, decision(pointed, found, judged),
				(found != null) ? found.alias().target().hex() : null, vectors.index().name(),
				threshold(settings, vectors), judged.stream().map(SemanticLayer::told).toList());
	}

	private static String decision(@Nullable Match pointed, @Nullable Match found, List<Judged> judged) {
		if (pointed != null) {
			return "the canonical form of the question is known";
		}
		if (found != null) {
			return "near enough, and no guard objects";
		}
		if (judged.isEmpty()) {
			return "no question is stored in this scope";
		}
		if (judged.stream().noneMatch(Judged::near)) {
			return "no stored question is near enough";
		}
		return judged.stream().anyMatch(Judged::isAccepted) ? "the answer of the nearest question is gone"
				: "a guard objects to every question that is near enough";
	}

	private static Explanation.Candidate told(Judged judged) {
		Map<String, String> opinions = new LinkedHashMap<>();
		judged.opinions().forEach((guard, opinion) -> opinions.put(guard, opinion.name().toLowerCase(Locale.ROOT)));
		return new Explanation.Candidate(judged.candidate().digest().hex(), judged.candidate().cosine(), opinions,
				judged.isAccepted());
	}

	/**
	 * The request behind a question that is stored.
	 * @param cache its cache
	 * @param version its joined prompt version
	 * @param digest its digest
	 * @return null when there is none
	 * @throws StoreException when the store does not answer or refuses
	 */
	public @Nullable CacheKey stored(String cache, String version, Digest digest) throws StoreException {
		return this.documents.asker(cache, version, digest);
	}

	/**
	 * What the layer consists of.
	 */
	public SemanticReport report() {
		Vectors vectors = this.source.vectors();
		return new SemanticReport((this.normaliser != null) ? this.normaliser.id() : null,
				(vectors != null) ? vectors.model() : null, (vectors != null) ? vectors.threshold() : null,
				(vectors != null) ? vectors.index().name() : null,
				(vectors != null) ? vectors.index().readiness() : null, this.source.state(), this.policy.guards());
	}

	private @Nullable Digest question(CacheKey asker, Semantic settings) {
		if (this.normaliser == null || settings.questionKey() == QuestionKey.OFF || asker.prompt().isBlank()) {
			return null;
		}
		return this.digester.question(asker.scope(), this.normaliser.id(), this.normaliser.canonical(asker.prompt()));
	}

	private Digest questionTerms(Semantic settings) {
		QuestionNormaliser normaliser = (settings.questionKey() != QuestionKey.OFF) ? this.normaliser : null;
		return this.digester.terms(List.of("question", (normaliser != null) ? normaliser.id() : "off"));
	}

	private Digest indexTerms(Semantic settings, Vectors vectors) {
		return this.digester.terms(vectors.terms(threshold(settings, vectors), guards(settings)));
	}

	/** Names of the guards that are asked. */
	private List<String> guards(Semantic settings) {
		return this.policy.guards().stream().filter((guard) -> !settings.withoutGuards().contains(guard)).toList();
	}

	/** What embeds and proposes, where there is a threshold to judge by. */
	private @Nullable Vectors vectors(Semantic settings) {
		Vectors vectors = this.source.vectors();
		boolean judges = vectors != null && (settings.threshold() != null || vectors.threshold() != null);
		return judges ? vectors : null;
	}

	private static double threshold(Semantic settings, Vectors vectors) {
		Double own = settings.threshold();
		Double models = vectors.threshold();
		return (own != null) ? own : (models != null) ? models : Double.POSITIVE_INFINITY;
	}

	private static boolean isEmbeddable(CacheKey asker, Vectors vectors) {
		return !asker.prompt().isBlank() && asker.prompt().length() <= vectors.embeddings().maxCharacters();
	}

	/** Reads entries for the layer. */
	@FunctionalInterface
	public interface Answers {

		/**
		 * The answer to a question of the asker's scope and tenant, if it may be served.
		 * @param target digest of the question
		 * @throws StoreException when the store does not answer or refuses
		 */
		@Nullable Entry live(Digest target) throws StoreException;

	}

	/**
	 * An answer to the same question in other words.
	 *
	 * @param entry the answer
	 * @param alias the pointer to it
	 * @param told what the caller is told
	 */
	public record Match(Entry entry, Alias alias, SemanticMatch told) {

	}

	/**
	 * What was found out about a question, to be kept once it is answered.
	 *
	 * @param question digest of its canonical form; null for none
	 * @param vector its vector; null for none
	 */
	public record Draft(@Nullable Digest question, @Nullable UnitVector vector) {

		/** Nothing. */
		public static final Draft NONE = new Draft(null, null);

	}

	/**
	 * What came of looking.
	 *
	 * @param match the answer; null for none
	 * @param draft what to keep of the question
	 * @param embedded whether the question was embedded, or was to be
	 * @param failed whether that failed
	 * @param vetoes names of the guards that spoke against a pair that was near enough,
	 * once for each pair
	 */
	public record Finding(@Nullable Match match, Draft draft, boolean embedded, boolean failed, List<String> vetoes) {

	}

}
