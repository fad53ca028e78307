package io.funclet.host.framework.serviceloader;

import io.funclet.host.framework.guard.ServiceLoaders;
import java.lang.StackWalker.Option;
import java.lang.StackWalker.StackFrame;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleReference;

/**
 * Who looks for a service, by the calling thread's stack.
 *
 * @param byRuntime whether the runtime itself does, or SCR, on a thread with a bundle's context class loader
 * @param bundles the bundles whose code is on the stack, the innermost first
 */
record Lookup(boolean byRuntime, List<Bundle> bundles) {

    private static final ClassLoader RUNTIME = Lookup.class.getClassLoader();

    /** What is on each such stack: this package, the framework, and what woven code of bundles calls. */
    private static final List<String> BETWEEN = List.of(
            Lookup.class.getPackageName() + ".",
            ServiceLoaders.class.getPackageName() + ".",
            "org.apache.felix.framework.");

    /** The look-up that the calling thread makes. */
    static Lookup underWay() {
        return StackWalker.getInstance(Set.of(Option.RETAIN_CLASS_REFERENCE, Option.SHOW_HIDDEN_FRAMES))
                .walk(frames -> of(frames.iterator()));
    }

    private static Lookup of(Iterator<StackFrame> frames) {
        List<Bundle> bundles = new ArrayList<>();
        while (frames.hasNext()) {
            Class<?> type = frames.next().getDeclaringClass();
            if (type.getClassLoader() instanceof BundleReference loader) {
                if (!bundles.contains(loader.getBundle())) {
                    bundles.add(loader.getBundle());
                }
            } else if (bundles.isEmpty() && isOfRuntime(type)) {
                return new Lookup(true, List.of());
            }
        }
        return new Lookup(false, bundles);
    }

    private static boolean isOfRuntime(Class<?> type) {
        return type.getClassLoader() == RUNTIME && BETWEEN.stream().noneMatch(type.getName()::startsWith);
    }
}
