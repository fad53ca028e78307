package io.funclet.host.framework.component;

import java.util.Collection;
import java.util.stream.Collectors;

/**
 * Why a component of a bundle could not be activated.
 *
 * @param words a phrase
 * @param lasting whether it fails the same way each time, because a class or a method is not as it has to be
 * @param trace what its code threw; {@code null} if it did not
 */
public record ActivationFailure(String words, boolean lasting, BundleStackTrace trace) {

    /** Of what nothing was thrown for. */
    public ActivationFailure(String words, boolean lasting) {
        this(words, lasting, null);
    }

    /**
     * The phrases of several failures.
     *
     * @param failures the failures
     * @return one phrase
     */
    public static String words(Collection<ActivationFailure> failures) {
        return failures.stream().map(ActivationFailure::words).collect(Collectors.joining("; "));
    }

    /**
     * Whether another attempt cannot end otherwise.
     *
     * @param failures what went wrong at once
     * @return whether one of them lasts
     */
    public static boolean anyLasts(Collection<ActivationFailure> failures) {
        return failures.stream().anyMatch(ActivationFailure::lasting);
    }
}
