package io.funclet.host.framework.guard;

import java.lang.StackWalker.Option;
import org.osgi.framework.BundleReference;

/** Who has called woven code. */
final class Callers {

    private Callers() {}

    /**
     * The class loader of the innermost bundle on the calling thread's stack. Not that of the direct caller: a method
     * reference is called by whom it was given to.
     *
     * @return {@code null} if there is none
     */
    static ClassLoader bundle() {
        return StackWalker.getInstance(Option.RETAIN_CLASS_REFERENCE)
                .walk(frames -> frames.map(frame -> frame.getDeclaringClass().getClassLoader())
                        .filter(BundleReference.class::isInstance)
                        .findFirst()
                        .orElse(null));
    }
}
