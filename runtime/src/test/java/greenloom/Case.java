package greenloom;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Which promise of another library's test suite a test keeps: the case's id, where our list of them has one, and where it stands there. {@code py} is CPython's {@code Lib/test},
 * {@code gl} greenlet's {@code src/greenlet/tests}, {@code gv} gevent's {@code src/gevent/tests}, {@code ah} aiohttp's {@code tests}, {@code tr} trio's {@code
 * src/trio}, {@code kx} kotlinx.coroutines.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Case {
    String[] value();
}
