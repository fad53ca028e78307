package io.funclet.host.framework.component;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;

/**
 * Why a bundle, or a component of it, could not be activated.
 *
 * @param words a phrase
 * @param lasting whether each attempt fails in the same way, because a class or a method is wrong
 * @param trace what its code threw; {@code null} if it threw nothing
 */
public record ActivationFailure(String words, boolean lasting, BundleStackTrace trace) {

    public ActivationFailure(String words, boolean lasting) {
        this(words, lasting, null);
    }

    /** A resolved bundle does not start: its activator threw an exception, or the framework before it. */
    public static ActivationFailure ofStart(Bundle bundle, Throwable thrown) {
        Optional<String> fault = ActivatorClass.fault(bundle);
        if (fault.isPresent()) {
            return new ActivationFailure(fault.get(), true);
        }
        BundleStackTrace trace = BundleStackTrace.of(thrown, new BundleStackFrames(bundle));
        String words = new ClassLoadFailure(bundle).words(CauseChain.text(thrown))
                + trace.at()
                + new LibraryFailure(bundle)
                        .advice(trace.root())
                        .map(advice -> "; it " + advice)
                        .orElse("");
        return new ActivationFailure(words, isLasting(thrown), trace);
    }

    /**
     * The same, and what to do if it is for want of a provider.
     *
     * @param services the names of services for which {@code ServiceLoader} has found no provider
     */
    public ActivationFailure missing(Collection<String> services) {
        return trace == null
                ? this
                : LibraryFailure.ofServices(List.of(trace.words(), trace.root()), services)
                        .map(advice -> new ActivationFailure(words + "; " + advice, lasting, trace))
                        .orElse(this);
    }

    /** Whether each attempt throws the same, because the innermost cause is a wrong class. */
    public static boolean isLasting(Throwable thrown) {
        List<Throwable> chain = CauseChain.of(thrown);
        return ClassLoadFailure.isMeantBy(CauseChain.firstLine(chain.get(chain.size() - 1)));
    }

    public static String words(Collection<ActivationFailure> failures) {
        return failures.stream().map(ActivationFailure::words).collect(Collectors.joining("; "));
    }

    /** Whether one of the failures lasts, so that another attempt is useless. */
    public static boolean anyLasts(Collection<ActivationFailure> failures) {
        return failures.stream().anyMatch(ActivationFailure::lasting);
    }
}
