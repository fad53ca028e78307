package io.funclet.host;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Takes too long for each run, which skips it and names it at its end. A command of its own runs all that have this:
 * {@code mvn -B verify -Plong}.
 */
@Tag(LongRun.TAG)
@EnabledIfSystemProperty(
        named = "funclet.long",
        matches = "true",
        disabledReason = "takes too long for each run: mvn -B verify -Plong")
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface LongRun {

    String TAG = "long";
}
