package io.llmcache.langchain4j;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.langchain4j.model.embedding.onnx.AbstractInProcessEmbeddingModel;
import dev.langchain4j.model.embedding.onnx.OnnxBertBiEncoder;
import dev.langchain4j.model.embedding.onnx.PoolingMode;

/**
 * A model that computes on the thread that asks. LangChain4j's own form of it has the
 * runtime start a thread for every processor, which wait for each other in busy loops:
 * same vectors, same time for a short text, almost twice the work. And it says when it
 * cannot read a text, where LangChain4j's cuts off what is too long.
 */
final class CallersThreadModel extends AbstractInProcessEmbeddingModel {

	/** Of the library that splits the text into tokens. */
	private static final String NO_TELEMETRY = "OPT_OUT_TRACKING";

	/** What the tokenizer puts in the place of all that is not in its vocabulary. */
	private static final String UNREADABLE = "[UNK]";

	private final OnnxBertBiEncoder encoder;

	private final HuggingFaceTokenizer tokenizer;

	private final int maxTokens;

	private CallersThreadModel(OnnxBertBiEncoder encoder, HuggingFaceTokenizer tokenizer, int maxTokens) {
		super(Runnable::run);
		this.encoder = encoder;
		this.tokenizer = tokenizer;
		this.maxTokens = maxTokens;
	}

	static CallersThreadModel load(InProcessModel model) {
		try {
			return withoutTelemetry(() -> loadQuietly(model));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (OrtException ex) {
			throw new IllegalStateException("The runtime does not take the model " + model.id(), ex);
		}
	}

	private static CallersThreadModel loadQuietly(InProcessModel model) throws IOException, OrtException {
		try (InputStream network = open(model.network());
				InputStream tokenizer = open(model.tokenizer());
				InputStream sameTokenizer = open(model.tokenizer())) {
			HuggingFaceTokenizer reader = HuggingFaceTokenizer.newInstance(tokenizer,
					Map.of("padding", "false", "truncation", "false"));
			OrtEnvironment environment = OrtEnvironment.getEnvironment();
			OrtSession session = session(environment, network.readAllBytes());
			PoolingMode pooling = model.averaged() ? PoolingMode.MEAN : PoolingMode.CLS;
			OnnxBertBiEncoder encoder = new OnnxBertBiEncoder(environment, session, sameTokenizer, pooling);
			return new CallersThreadModel(encoder, reader, model.maxTokens());
		}
	}

	private static InputStream open(String name) {
		return Objects.requireNonNull(CallersThreadModel.class.getResourceAsStream(name), name);
	}

	@SuppressWarnings("resource") // the options have to live as long as the session
	private static OrtSession session(OrtEnvironment environment, byte[] network) throws OrtException {
		OrtSession.SessionOptions options = new OrtSession.SessionOptions();
		options.setIntraOpNumThreads(1);
		return environment.createSession(network, options);
	}

	/**
	 * The tokenizer's library reports each start to its makers, from machines of one
	 * cloud, and looks for that cloud's address from all others. Nobody expects that of a
	 * cache; whoever set the variable has decided for himself.
	 */
	private static CallersThreadModel withoutTelemetry(Loading loading) throws IOException, OrtException {
		boolean undecided = System.getProperty(NO_TELEMETRY) == null;
		if (undecided) {
			System.setProperty(NO_TELEMETRY, "true");
		}
		try {
			return loading.load();
		}
		finally {
			if (undecided) {
				System.clearProperty(NO_TELEMETRY);
			}
		}
	}

	/**
	 * The vector of a text that the model can read the whole of. Two texts that differ in
	 * unknown signs only, Thai words or thumbs up and down, would have the same.
	 * @throws IllegalArgumentException when it cannot
	 */
	float[] vectorOf(String text) {
		List<String> tokens = this.tokenizer.tokenize(text);
		if (tokens.contains(UNREADABLE) || tokens.size() > this.maxTokens) {
			throw new IllegalArgumentException("The model cannot read all of the text");
		}
		return embed(text).content().vector();
	}

	@Override
	protected OnnxBertBiEncoder model() {
		return this.encoder;
	}

	@Override
	protected Integer knownDimension() {
		return InProcessModel.DIMENSION;
	}

	private interface Loading {

		CallersThreadModel load() throws IOException, OrtException;

	}

}
