package io.llmcache.semantic.mirror;

import io.llmcache.key.Digest;
import io.llmcache.semantic.Sketch;
import org.jspecify.annotations.Nullable;

/**
 * What the mirror knows of a document.
 *
 * @param digest its digest
 * @param scope its scope
 * @param tenant its tenant; null for none
 * @param sketch its sketch
 */
record Known(Digest digest, Digest scope, @Nullable Digest tenant, Sketch sketch) {

}
