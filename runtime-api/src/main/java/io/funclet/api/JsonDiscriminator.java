package io.funclet.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The member that tells the records of a sealed interface apart in the JSON of a {@link TypedFunction}. Without this
 * annotation it is {@code type}. Its value is the simple name of the record, or its {@link JsonName}.
 *
 * @since 1.1
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface JsonDiscriminator {

    /**
     * The name of the member.
     *
     * @return any text that is no component of the records
     */
    String value();
}
