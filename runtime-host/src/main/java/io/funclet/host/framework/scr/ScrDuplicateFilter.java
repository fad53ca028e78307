package io.funclet.host.framework.scr;

import java.lang.StackWalker.StackFrame;
import java.util.stream.Stream;

/**
 * Whether {@code framework.component} explains, in one line, what SCR is logging on this thread. The names of SCR's own
 * methods on the stack show what it is doing.
 */
final class ScrDuplicateFilter {

    /** Is on the stack of each activation. */
    private static final String ACTIVATION = "createImplementationObject";

    /** Loads the class of a component, before its activation. */
    private static final String LOADING = "initDependencyManagers";

    /** Enables the components of a bundle that starts. */
    private static final String START = "initialEnable";

    /** {@link ComponentRuntime#serviceOf}. */
    private static final String LOOKUP = "serviceOf";

    /** A service has come for which a component of another bundle waited. Nothing asks about that component. */
    private static final String ELSEWHERE = "serviceChanged";

    private ScrDuplicateFilter() {}

    static boolean is(Object thrown) {
        StackWalker walker = StackWalker.getInstance();
        return walker.walk(frames -> frames.anyMatch(frame -> isCalled(frame, ACTIVATION)))
                || isOfLoading(thrown)
                        && walker.walk(frames -> frames.takeWhile(frame -> !isCalled(frame, ELSEWHERE))
                                .anyMatch(frame -> isCalled(frame, START) || isCalled(frame, LOOKUP)));
    }

    private static boolean isOfLoading(Object thrown) {
        return thrown instanceof Throwable failure
                && Stream.of(failure.getStackTrace())
                        .anyMatch(frame -> frame.getMethodName().equals(LOADING));
    }

    private static boolean isCalled(StackFrame frame, String method) {
        return frame.getMethodName().equals(method);
    }
}
