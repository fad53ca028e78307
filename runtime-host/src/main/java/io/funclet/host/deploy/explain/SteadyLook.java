package io.funclet.host.deploy.explain;

import java.util.function.Supplier;

/**
 * A look at bundles that may be uninstalled in the middle. The framework then throws, or returns {@code null}, in many places:
 * a wiring that is not in use any more has no wires. So what fails is looked at anew, as it is by then.
 */
final class SteadyLook {

    private static final int MOST_LOOKS = 4;

    private SteadyLook() {}

    /** What the first look that does not fail sees. If all fail, it is no such race: throws as the last one. */
    static <T> T of(Supplier<T> look) {
        for (int failed = 1; ; failed++) {
            try {
                return look.get();
            } catch (IllegalStateException | NullPointerException changed) {
                if (failed == MOST_LOOKS) {
                    throw changed;
                }
            }
        }
    }
}
