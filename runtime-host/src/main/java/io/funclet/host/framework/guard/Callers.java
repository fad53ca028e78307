package io.funclet.host.framework.guard;

import java.lang.StackWalker.Option;
import java.util.Set;
import org.osgi.framework.BundleReference;

/** Finds the bundle that has called woven code. */
final class Callers {

    private Callers() {}

    /**
     * The class loader of the innermost bundle on the calling thread's stack; {@code null} if there is none. Not that of
     * the direct caller, which for a method reference is a hidden class.
     */
    static ClassLoader bundle() {
        return StackWalker.getInstance(Set.of(Option.RETAIN_CLASS_REFERENCE, Option.SHOW_HIDDEN_FRAMES))
                .walk(frames -> frames.map(frame -> frame.getDeclaringClass().getClassLoader())
                        .filter(BundleReference.class::isInstance)
                        .findFirst()
                        .orElse(null));
    }
}
