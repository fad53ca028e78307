package io.funclet.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.annotation.bundle.Capability;

/**
 * Says that two versions of the bundle must not be active at once, because it uses an exclusive resource: a port, a file,
 * a device.
 *
 * <p>An update then waits for running calls, stops the old version, and starts the new one. New calls wait meanwhile; none
 * fails. If the new version does not start, the old one starts again. Without this annotation, both are active for a
 * moment, and no call waits.
 *
 * <p>Applies to the whole bundle: it becomes a capability in the manifest (OSGi Core, chapter 3.3). You may also write it
 * there by hand: {@code Provide-Capability: io.funclet.exclusive}.
 *
 * @since 1.0
 */
@Capability(namespace = "io.funclet.exclusive")
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface ExclusiveFunction {}
