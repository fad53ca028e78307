package io.funclet.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.service.component.annotations.ComponentPropertyType;

/**
 * What a function uses at most, as its author knows best. The configuration of the runtime may say otherwise, and then
 * counts. A component property type, like {@link FunctionName}: its service properties are {@code function.timeout},
 * {@code function.concurrency} and {@code function.queue}. A value that cannot be used keeps the bundle from being deployed,
 * with a reason in the log.
 *
 * <p>Each limit concerns one name by which the function is called, over all versions that run there at the same time. A
 * handler that is configured under two names has each limit twice.
 *
 * @since 1.0
 */
@ComponentPropertyType
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface FunctionLimits {

    /** Makes the elements' names names among the properties of functions (OSGi Compendium, chapter 112.8.2.1). */
    String PREFIX_ = "function.";

    /**
     * The longest time of a call, from when it comes, or, if it has to wait for the function to be there, from then. When
     * it is over, the caller is told ({@code DEADLINE_EXCEEDED}), and the function interrupted. Callers and
     * {@code server.timeout} may allow less.
     *
     * @return a duration with a unit: {@code 30s}, {@code 5m}, {@code 1h30m}, {@code 100ms}; empty for no limit of its own
     */
    String timeout() default "";

    /**
     * The most calls that run at once; further ones wait for their turn.
     *
     * @return a number from 1 to 1000000; 0 for the runtime's default
     */
    int concurrency() default 0;

    /**
     * The most calls that wait while as many run as may; further ones are rejected ({@code RESOURCE_EXHAUSTED}). Callers of
     * openedge and baetyl kill the runtime after any failure, so it should be generous.
     *
     * @return a number from 1 to 1000000; 0 for the runtime's default
     */
    int queue() default 0;
}
