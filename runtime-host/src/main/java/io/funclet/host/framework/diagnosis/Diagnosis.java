package io.funclet.host.framework.diagnosis;

import io.funclet.host.framework.component.ActivationFailure;
import io.funclet.host.framework.component.BundleStackFrames;
import io.funclet.host.framework.component.BundleStackTrace;
import io.funclet.host.framework.component.ClassLoadFailure;
import io.funclet.host.framework.component.ComponentFailures;
import io.funclet.host.framework.component.UnsatisfiedComponents;
import io.funclet.host.framework.requirement.MissingRequirements;
import io.funclet.host.framework.requirement.Reason;
import io.funclet.host.framework.requirement.RequirementText;
import io.funclet.host.framework.requirement.ResolverMessage;
import io.funclet.host.framework.requirement.UnmetRequirements;
import io.funclet.host.framework.scr.ComponentRuntime;
import io.funclet.host.framework.scr.ScrLog;
import io.funclet.host.framework.scr.ScrWarnings;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.FrameworkWiring;

/** Explains in words why a bundle does not work: missing requirements, and components that lack something. */
public final class Diagnosis {

    private final BundleContext context;

    /** @param context the context of the system bundle */
    public Diagnosis(BundleContext context) {
        this.context = context;
    }

    /**
     * The requirements of an unresolved bundle for which it may use no provider.
     *
     * @param mayUse whether it may use what another one provides
     */
    public MissingRequirements missing(Bundle bundle, Predicate<Bundle> mayUse) {
        return new MissingRequirements(
                context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).adapt(FrameworkWiring.class), bundle, mayUse);
    }

    /** A phrase for a requirement, such as {@code imports package com.example [1.0.0,2.0.0)}. */
    public static String words(BundleRequirement requirement) {
        return RequirementText.of(requirement);
    }

    /**
     * The unmet requirements of an unresolved bundle, also those whose providers do not resolve.
     *
     * @param mayUse whether the first bundle may use what the second one provides
     * @return empty if only the combination of the requirements fails
     */
    public List<Reason> unresolved(Bundle bundle, BiPredicate<Bundle, Bundle> mayUse) {
        return new UnmetRequirements(
                        context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).adapt(FrameworkWiring.class), mayUse)
                .of(bundle);
    }

    /**
     * A phrase for the framework's message about a bundle that does not resolve although each requirement could be met.
     */
    public static String contradiction(String message) {
        return ResolverMessage.words(message);
    }

    /** The exception of a start as text, without the classes of its resolved bundle. */
    public static BundleStackTrace trace(Bundle bundle, Throwable thrown) {
        return BundleStackTrace.of(thrown, new BundleStackFrames(bundle));
    }

    /**
     * A phrase about why a resolved bundle does not start.
     *
     * @param thrown the exception of its activator, or before it
     * @param trace the same, as text
     */
    public static String notStarted(Bundle bundle, Throwable thrown, BundleStackTrace trace) {
        ClassLoadFailure failure = new ClassLoadFailure(bundle);
        return thrown instanceof UnsupportedClassVersionError newer
                ? "its activator " + failure.words(newer)
                : failure.words(thrown.toString()) + trace.at();
    }

    /**
     * Whether each start of a bundle fails, because the innermost cause is a wrong class.
     *
     * @param thrown the exception of its activator, or before it
     */
    public static boolean isLasting(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return ClassLoadFailure.isMeantBy(root.toString().lines().findFirst().orElse(""));
    }

    /** The components of a started bundle that failed to activate. */
    public List<ActivationFailure> failedActivations(Bundle bundle) {
        return ComponentRuntime.ask(context, List.of(), runtime -> new ComponentFailures(runtime, bundle).all());
    }

    /**
     * Why a component of a started bundle returns no service object, although its service is registered.
     *
     * @param component its name; {@code null} if no component has registered the service
     * @return empty if that is unknown
     */
    public List<ActivationFailure> absent(Bundle bundle, String component) {
        return ComponentRuntime.ask(
                context, List.of(), runtime -> new ComponentFailures(runtime, bundle).of(component));
    }

    /**
     * What components of a started bundle wait for: a service, with the reasons of its possible providers; a
     * configuration, or to be enabled, neither of which happens in this runtime.
     */
    public List<Reason> unsatisfied(Bundle bundle) {
        return ComponentRuntime.ask(context, List.of(), runtime -> new UnsatisfiedComponents(runtime, bundle).all());
    }

    /** SCR's warnings about the component descriptions of a started bundle. */
    public static ScrWarnings complaints(Bundle bundle) {
        return ScrLog.complaints(bundle);
    }

    /** Probable mistakes in a started bundle that works, for its author. */
    public List<String> hints(Bundle bundle) {
        return ComponentRuntime.ask(context, List.of(), runtime -> new BundleHints(runtime, bundle).all());
    }

    /** A hint about a component that has the name of a function and is none. */
    public static String noFunction(String component) {
        return BundleHints.noFunction(component);
    }

    /** A hint about a component that would be a function, and is a factory. */
    public static String factory(String component, String factory) {
        return BundleHints.factory(component, factory);
    }
}
