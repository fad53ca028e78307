package io.funclet.host.framework.component;

import java.util.Collection;
import java.util.stream.Collectors;

/**
 * Why a component of a bundle could not be activated.
 *
 * @param words a phrase
 * @param lasting whether each attempt fails in the same way, because a class or a method is wrong
 * @param trace what its code threw; {@code null} if it threw nothing
 */
public record ActivationFailure(String words, boolean lasting, BundleStackTrace trace) {

    /** Without an exception. */
    public ActivationFailure(String words, boolean lasting) {
        this(words, lasting, null);
    }

    /** The phrases of several failures, as one. */
    public static String words(Collection<ActivationFailure> failures) {
        return failures.stream().map(ActivationFailure::words).collect(Collectors.joining("; "));
    }

    /** Whether one of the failures lasts, so that another attempt is useless. */
    public static boolean anyLasts(Collection<ActivationFailure> failures) {
        return failures.stream().anyMatch(ActivationFailure::lasting);
    }
}
