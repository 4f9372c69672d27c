package io.llmcache.codec;

import java.util.Arrays;

/**
 * Byte arrays as they are.
 */
final class BytesCodec implements ResponseCodec {

	@Override
	public String shape() {
		return "bytes1";
	}

	@Override
	public byte[] encode(Object value) throws CodecException {
		if (!(value instanceof byte[] bytes)) {
			throw new CodecException("Not a byte[] but a value of " + value.getClass().getName());
		}
		return bytes.clone();
	}

	@Override
	public Object decode(byte[] bytes, int offset, int length) {
		return Arrays.copyOfRange(bytes, offset, offset + length);
	}

	@Override
	public Verdict judge(Object value) {
		return Emptiness.judge(value);
	}

}
