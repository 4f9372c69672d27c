/**
 * What the cache knows about LangChain4j.
 */
@NullMarked
package io.llmcache.langchain4j;

import org.jspecify.annotations.NullMarked;
