package io.funclet.host.framework.component;

import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleReference;
import org.osgi.framework.wiring.BundleWiring;

/**
 * Finds the lines of a stack that are one bundle's code, which its author knows. Loads no class.
 *
 * @param bundle a resolved bundle
 */
public record BundleStackFrames(Bundle bundle) {

    /** Ends the name of the original class in the name of one that the JVM generates. */
    private static final String MADE = "$$";

    /** Where a thread is in the bundle of its context class loader; empty if it is elsewhere. */
    public static Optional<StackTraceElement> first(Thread thread, StackTraceElement[] stack) {
        return thread.getContextClassLoader() instanceof BundleReference reference
                ? new BundleStackFrames(reference.getBundle()).first(stack)
                : Optional.empty();
    }

    /** The first line of the bundle's own classes, or else of its libraries. */
    Optional<StackTraceElement> first(StackTraceElement[] stack) {
        return first(stack, this::isEntry).or(() -> first(stack, this::isInTheBundle));
    }

    private static Optional<StackTraceElement> first(StackTraceElement[] stack, Predicate<String> own) {
        return Stream.of(stack).filter(line -> own.test(file(line))).findFirst();
    }

    /** The number of lines up to the bundle's last one; all if there is none. */
    int depth(StackTraceElement[] stack) {
        for (int depth = stack.length; depth > 0; depth--) {
            if (isInTheBundle(file(stack[depth - 1]))) {
                return depth;
            }
        }
        return stack.length;
    }

    private static String file(StackTraceElement line) {
        String name = line.getClassName();
        int made = name.indexOf(MADE);
        return (made < 0 ? name : name.substring(0, made)).replace('.', '/') + ".class";
    }

    private boolean isEntry(String file) {
        return bundle.getEntry(file) != null;
    }

    private boolean isInTheBundle(String file) {
        BundleWiring wiring = bundle.adapt(BundleWiring.class);
        int slash = file.lastIndexOf('/');
        return wiring != null
                && !wiring.listResources(
                                file.substring(0, Math.max(0, slash)),
                                file.substring(slash + 1),
                                BundleWiring.LISTRESOURCES_LOCAL)
                        .isEmpty();
    }
}
