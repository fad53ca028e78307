package io.funclet.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.service.component.annotations.ComponentPropertyType;

/**
 * Promises that {@link FunctionHandler#handle} never blocks. Its calls then run on their event loop, which saves a thread
 * switch. A component property type, like {@link FunctionName}: its service property is {@code function.nonblocking}.
 *
 * <p>The promise: {@code handle} ends within a few milliseconds for every event. It does not sleep, and does not wait for
 * the network, a device, another function, or a lock that is held for long.
 *
 * <p>If the promise is broken: an event loop serves many connections, in a small process all of them. They wait for a moment,
 * less than a tenth of a second, until another thread serves them. If a call blocks for more than about 100 ms, the
 * runtime logs that once, and runs all further calls of this version on workers. It interrupts the call when its time is
 * over, not earlier.
 *
 * <p>The first calls of a version run on a worker, until one has been fast enough. So do all calls if the process has only
 * one worker. Otherwise such a function behaves like any other.
 *
 * <p>Without this annotation the runtime finds out by itself whether calls are short and do not wait, and then runs them in the
 * same way. With the property {@code function.nonblocking} {@code false}, calls always run on workers.
 *
 * @since 1.0
 */
@ComponentPropertyType
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface Nonblocking {

    /** Makes the annotation's name a name among the properties of functions (OSGi Compendium, chapter 112.8.2.1). */
    String PREFIX_ = "function.";
}
