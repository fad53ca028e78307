package io.funclet.host.framework.scr;

import io.funclet.host.framework.diagnosis.Diagnosis;
import java.lang.StackWalker.StackFrame;
import java.util.stream.Stream;

/**
 * Whether what SCR is logging on this thread is asked for and told in one line, by {@link Diagnosis}. What SCR is doing
 * shows by the names of its own methods on the stack.
 */
final class ScrDuplicateFilter {

    /** All that happens on the way to an activation. */
    private static final String ACTIVATION = "createImplementationObject";

    /** Where the class of a component is loaded, which SCR does not count as a part of its activation. */
    private static final String LOADING = "initDependencyManagers";

    /** The components of a bundle that starts. */
    private static final String START = "initialEnable";

    /** A service has come that a component of another bundle waited for: nobody will ask for that one. */
    private static final String ELSEWHERE = "serviceChanged";

    private ScrDuplicateFilter() {}

    static boolean is(Object thrown) {
        StackWalker walker = StackWalker.getInstance();
        return walker.walk(frames -> frames.anyMatch(frame -> isCalled(frame, ACTIVATION)))
                || isOfLoading(thrown)
                        && walker.walk(frames -> frames.takeWhile(frame -> !isCalled(frame, ELSEWHERE))
                                .anyMatch(frame -> isCalled(frame, START)
                                        || frame.getClassName().equals(ServiceLookup.class.getName())));
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
