package io.funclet.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Another name in the JSON of a {@link TypedFunction}: of a component of a record, of a constant of an enum, or of a record
 * among those of a sealed interface.
 *
 * @since 1.1
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.FIELD, ElementType.TYPE})
public @interface JsonName {

    /**
     * The name in JSON, in place of the one in Java.
     *
     * @return any text
     */
    String value();
}
