package io.llmcache.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test of faults in {@code faults.tsv}, on a method or on a class for all of its
 * methods that have none of their own. What the tests of a run have seen becomes
 * {@code target/faults.md}; a test that takes a {@link Seen} has its say in it.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ ElementType.TYPE, ElementType.METHOD })
@ExtendWith(FaultRecorder.class)
public @interface Fault {

	/**
	 * The faults, such as {@code R3}.
	 */
	String[] value();

}
