package io.llmcache.langchain4j;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.langchain4j.model.embedding.onnx.AbstractInProcessEmbeddingModel;
import dev.langchain4j.model.embedding.onnx.OnnxBertBiEncoder;
import dev.langchain4j.model.embedding.onnx.PoolingMode;

/**
 * A model that computes on the thread that asks. LangChain4j's own form of it has the
 * runtime start a thread for every processor, which wait for each other in busy loops:
 * same vectors, same time for a short text, almost twice the work.
 */
final class CallersThreadModel extends AbstractInProcessEmbeddingModel {

	/** Of the library that splits the text into tokens. */
	private static final String NO_TELEMETRY = "OPT_OUT_TRACKING";

	private final OnnxBertBiEncoder encoder;

	private CallersThreadModel(OnnxBertBiEncoder encoder) {
		super(Runnable::run);
		this.encoder = encoder;
	}

	static CallersThreadModel load(InProcessModel model) {
		try (InputStream network = open(model.network()); InputStream tokenizer = open(model.tokenizer())) {
			OrtEnvironment environment = OrtEnvironment.getEnvironment();
			OrtSession session = session(environment, network.readAllBytes());
			PoolingMode pooling = model.averaged() ? PoolingMode.MEAN : PoolingMode.CLS;
			return new CallersThreadModel(encoder(environment, session, tokenizer, pooling));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (OrtException ex) {
			throw new IllegalStateException("The runtime does not take the model " + model.id(), ex);
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
	private static OnnxBertBiEncoder encoder(OrtEnvironment environment, OrtSession session, InputStream tokenizer,
			PoolingMode pooling) throws OrtException {
		boolean undecided = System.getProperty(NO_TELEMETRY) == null;
		if (undecided) {
			System.setProperty(NO_TELEMETRY, "true");
		}
		try {
			return new OnnxBertBiEncoder(environment, session, tokenizer, pooling);
		}
		catch (RuntimeException | Error ex) {
			session.close();
			throw ex;
		}
		finally {
			if (undecided) {
				System.clearProperty(NO_TELEMETRY);
			}
		}
	}

	@Override
	protected OnnxBertBiEncoder model() {
		return this.encoder;
	}

	@Override
	protected Integer knownDimension() {
		return InProcessModel.DIMENSION;
	}

}
