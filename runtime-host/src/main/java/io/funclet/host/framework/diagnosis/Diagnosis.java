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

/** Says in words why a bundle is not up: what it requires and nobody provides, and which component lacks what. */
public final class Diagnosis {

    private final BundleContext context;

    /**
     * Makes a diagnosis of bundles of one framework.
     *
     * @param context the context of the system bundle
     */
    public Diagnosis(BundleContext context) {
        this.context = context;
    }

    /**
     * What a bundle requires and no bundle provides that it may use.
     *
     * @param bundle a bundle that does not resolve
     * @param mayUse whether it may use what another one provides
     * @return what is missing
     */
    public MissingRequirements missing(Bundle bundle, Predicate<Bundle> mayUse) {
        return new MissingRequirements(
                context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).adapt(FrameworkWiring.class), bundle, mayUse);
    }

    /**
     * What a requirement asks for.
     *
     * @param requirement of a bundle
     * @return a phrase, such as {@code imports package com.example [1.0.0,2.0.0)}
     */
    public static String words(BundleRequirement requirement) {
        return RequirementText.of(requirement);
    }

    /**
     * Why a bundle does not resolve, also where what it requires would be provided by a bundle that does not resolve
     * itself.
     *
     * @param bundle a bundle that does not resolve
     * @param mayUse whether the first bundle may use what the second one provides
     * @return each requirement that is not met; empty if it is their combination that fails
     */
    public List<Reason> unresolved(Bundle bundle, BiPredicate<Bundle, Bundle> mayUse) {
        return new UnmetRequirements(
                        context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).adapt(FrameworkWiring.class), mayUse)
                .of(bundle);
    }

    /**
     * Why a bundle does not resolve, although each of its requirements could be met.
     *
     * @param message what the framework says
     * @return a phrase
     */
    public static String contradiction(String message) {
        return ResolverMessage.words(message);
    }

    /**
     * What an activator threw, without its classes.
     *
     * @param bundle the bundle, resolved
     * @param thrown what was thrown at its start
     * @return the same, as text
     */
    public static BundleStackTrace trace(Bundle bundle, Throwable thrown) {
        return BundleStackTrace.of(thrown, new BundleStackFrames(bundle));
    }

    /**
     * Why a bundle does not start.
     *
     * @param bundle the bundle, resolved
     * @param thrown what its activator threw, or was thrown on the way to it
     * @param trace the same, as text
     * @return a phrase
     */
    public static String notStarted(Bundle bundle, Throwable thrown, BundleStackTrace trace) {
        ClassLoadFailure failure = new ClassLoadFailure(bundle);
        return thrown instanceof UnsupportedClassVersionError newer
                ? "its activator " + failure.words(newer)
                : failure.words(thrown.toString()) + trace.at();
    }

    /**
     * Whether a bundle does not start whenever that is tried, because a class is not as it has to be.
     *
     * @param thrown what its activator threw, or was thrown on the way to it
     * @return whether what was thrown first is about a class
     */
    public static boolean isLasting(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return ClassLoadFailure.isMeantBy(root.toString().lines().findFirst().orElse(""));
    }

    /**
     * Which components of a bundle failed when they were activated.
     *
     * @param bundle a started bundle
     * @return each of them; empty if there is none
     */
    public List<ActivationFailure> failedActivations(Bundle bundle) {
        return ComponentRuntime.ask(context, List.of(), runtime -> new ComponentFailures(runtime, bundle).all());
    }

    /**
     * Why nobody gets the service of a component, although it is registered.
     *
     * @param bundle a started bundle
     * @param component the name of one of its components; {@code null} if it was not a component that registered it
     * @return each thing that is wrong; empty if nothing is known to be
     */
    public List<ActivationFailure> absent(Bundle bundle, String component) {
        return ComponentRuntime.ask(
                context, List.of(), runtime -> new ComponentFailures(runtime, bundle).of(component));
    }

    /**
     * Which components of a bundle wait, and for what: a service, and in turn what the components wait for that could
     * provide it; a configuration, or to be enabled, neither of which comes in this runtime.
     *
     * @param bundle a started bundle
     * @return each of them; empty if there is none
     */
    public List<Reason> unsatisfied(Bundle bundle) {
        return ComponentRuntime.ask(context, List.of(), runtime -> new UnsatisfiedComponents(runtime, bundle).all());
    }

    /**
     * What SCR holds against the descriptions of a bundle's components.
     *
     * @param bundle a bundle that has been started
     * @return the complaints; empty if it has taken all descriptions
     */
    public static ScrWarnings complaints(Bundle bundle) {
        return ScrLog.complaints(bundle);
    }

    /**
     * What is odd about a bundle that works, for its author.
     *
     * @param bundle a started bundle
     * @return a phrase for each such thing; empty if there is none
     */
    public List<String> hints(Bundle bundle) {
        return ComponentRuntime.ask(context, List.of(), runtime -> new BundleHints(runtime, bundle).all());
    }

    /**
     * What is odd about a component with the name of a function.
     *
     * @param component its name
     * @return a phrase
     */
    public static String noFunction(String component) {
        return BundleHints.noFunction(component);
    }

    /**
     * What is odd about a component that would be a function, and is a factory.
     *
     * @param component its name
     * @param factory the name by which others would make components of it
     * @return a phrase
     */
    public static String factory(String component, String factory) {
        return BundleHints.factory(component, factory);
    }
}
