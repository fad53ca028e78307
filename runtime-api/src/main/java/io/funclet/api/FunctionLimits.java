package io.funclet.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.service.component.annotations.ComponentPropertyType;

/**
 * The limits of a function, set by its author. The configuration of the runtime overrides them. A component property
 * type, like {@link FunctionName}: its service properties are {@code function.timeout}, {@code function.concurrency} and
 * {@code function.queue}. The runtime does not deploy a bundle with an invalid value, and logs the reason.
 *
 * <p>Each limit applies to one name of the function, for all versions that run at the same time. A handler that is
 * configured under two names has each limit twice.
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
     * The longest time of a call. It begins when the call arrives, or when the function is deployed if the call waits for
     * that. Afterwards the caller gets {@code DEADLINE_EXCEEDED}, and the function is interrupted. Callers and
     * {@code server.timeout} may allow less.
     *
     * @return a duration with a unit: {@code 30s}, {@code 5m}, {@code 1h30m}, {@code 100ms}; empty for no limit of its own
     */
    String timeout() default "";

    /**
     * The most calls that run at once. Further ones wait.
     *
     * @return a number from 1 to 1000000; 0 for the runtime's default
     */
    int concurrency() default 0;

    /**
     * The most calls that wait while all places are taken. Further ones are rejected ({@code RESOURCE_EXHAUSTED}). openedge
     * and baetyl kill the runtime after any failure, so this should be generous.
     *
     * @return a number from 1 to 1000000; 0 for the runtime's default
     */
    int queue() default 0;
}
