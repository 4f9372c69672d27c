package kotlin.coroutines;

/**
 * Stands for Kotlin's own, which marks a suspend function.
 *
 * @param <T> what the function returns
 */
public interface Continuation<T> {

}
