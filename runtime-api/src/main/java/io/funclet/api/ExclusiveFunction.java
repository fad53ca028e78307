package io.funclet.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.annotation.bundle.Capability;

/**
 * Says that two versions of the function's bundle must not be active at once, because it holds something that there is
 * only one of: a port, a file, a device.
 *
 * <p>An update then stops the old version, after its running calls have ended, before it starts the new one. Calls wait
 * meanwhile; none fails. If the new version does not start, the old one is started again. Without this annotation both
 * are active for a moment, and no call waits.
 *
 * <p>Concerns the whole bundle: it becomes a capability in its manifest (OSGi Core, chapter 3.3), which may also be
 * written there by hand: {@code Provide-Capability: io.funclet.exclusive}.
 *
 * @since 1.0
 */
@Capability(namespace = "io.funclet.exclusive")
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface ExclusiveFunction {}
