package io.funclet.host.framework.weaving;

import io.funclet.host.framework.guard.Exit;
import org.osgi.framework.hooks.weaving.WeavingHook;
import org.osgi.framework.hooks.weaving.WovenClass;

/**
 * Guards what all function bundles of the process share. When a bundle's class is loaded, it redirects some calls of
 * Java to {@code framework.guard} (OSGi Core, chapter 56). {@code System.exit} and similar calls become a {@link
 * SecurityException}, as do calls that would take from others what Java has for all. {@code Runtime.addShutdownHook},
 * {@code Security.addProvider}, and setters such as {@code System.setOut} work, and the guard records whose call it
 * was. {@code System.load} loads a private copy of a file that others may load. {@code ServiceLoader.load} and {@code
 * DriverManager} find what the bundle sees. The guard learns what a {@code ClassValue} computes.
 *
 * <p>A security manager could prevent an exit only up to JDK 23, and warns on standard error from 17. Weaving does not
 * see calls by reflection or from native code.
 */
public final class ProcessCallWeaver implements WeavingHook {

    /** How the guard's package is exported; the attribute keeps it out of ordinary imports. */
    public static final String EXPORT = Exit.class.getPackageName() + ";funclet.guard=exit;mandatory:=funclet.guard";

    @Override
    public void weave(WovenClass woven) {
        byte[] bytes = woven.getBytes();
        if (Log4jStartLock.ACTIVATOR.equals(woven.getClassName())) {
            woven.setBytes(Log4jStartLock.removedFrom(bytes));
            return;
        }
        // Only now classes of ASM are loaded.
        if (GuardedNames.mayBeIn(bytes)) {
            CallGuard.write(woven, bytes);
        }
    }
}
