package io.funclet.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.service.component.annotations.ComponentPropertyType;

/**
 * Promises that {@link FunctionHandler#handle} never blocks: its calls then run on the event loop that brought them,
 * which saves the way to another thread and back. A component property type, like {@link FunctionName}: its service
 * property is {@code function.nonblocking}.
 *
 * <p>What it promises: {@code handle} ends within a few milliseconds at most, whatever the event. It waits for no lock
 * that is held for long, no network, no device, no other function; it does not sleep; and it leaves nothing in thread
 * locals, since this thread outlives the bundle.
 *
 * <p>What a broken promise does: an event loop serves many connections, in a small process all. While one call keeps it, no
 * other of these is read or answered, whatever its function; neither is the caller's going away noticed. A call that keeps
 * the event loop for more
 * than about a tenth of a second is named in the log, once, and all further calls of this version run on workers, as
 * without this annotation. It is interrupted when its time is over, not earlier.
 *
 * <p>The first calls of a version run on a worker until one has shown how long it takes. So do all calls where the
 * process has one worker only. All else is the same as for other functions.
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
