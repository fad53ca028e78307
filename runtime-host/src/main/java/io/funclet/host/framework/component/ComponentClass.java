package io.funclet.host.framework.component;

import io.funclet.api.TypedFunction;
import io.funclet.host.typed.TypedHandler;
import io.funclet.host.typed.codec.UnsupportedTypeException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;

/**
 * Checks, without running code of the class, whether DS can create a component of it. DS itself does not report why it
 * cannot.
 *
 * @param bundle a bundle that is resolved
 * @param className the implementation that the component's description names; need not exist
 * @param services the interfaces that it is to provide
 */
public record ComponentClass(Bundle bundle, String component, String className, Collection<String> services) {

    /** The types of parameters of activation methods, beside annotations. */
    private static final Set<String> GIVEN =
            Set.of("org.osgi.service.component.ComponentContext", "org.osgi.framework.BundleContext", "java.util.Map");

    /**
     * A phrase about what is wrong with the class; empty if no fault is known. Loads it, and does not initialize it.
     *
     * @param parameters how many parameters the constructor for DS has
     * @param activate the name of the method that is to activate it; {@code null} if the description names none
     */
    public Optional<String> fault(int parameters, String activate) {
        try {
            Class<?> type = bundle.loadClass(className);
            return PrivateApiCopy.behind(bundle, type)
                    .or(() -> shape(type, parameters)
                            .or(() -> missingService(type))
                            .or(() -> activation(type, activate))
                            .map(this::about))
                    .or(() -> services.contains(TypedFunction.class.getName()) ? typeFault(type) : Optional.empty());
        } catch (ClassNotFoundException e) {
            return Optional.of(about(new ClassLoadFailure(bundle).absence(className)));
        } catch (LinkageError e) {
            return Optional.of(about(new ClassLoadFailure(bundle).words(e)));
        }
    }

    /**
     * A phrase about types that a typed function cannot have; empty if there are none, or the class is no such function.
     * Runs no code of the class.
     */
    public Optional<String> typeFault(Class<?> type) {
        if (!TypedFunction.class.isAssignableFrom(type)) {
            return Optional.empty();
        }
        try {
            TypedHandler.check(type);
            return Optional.empty();
        } catch (UnsupportedTypeException unsupported) {
            return Optional.of(about("is a typed function that cannot be served: " + unsupported.getMessage()));
        } catch (LinkageError e) {
            return Optional.of(about(new ClassLoadFailure(bundle).words(e)));
        }
    }

    private String about(String phrase) {
        return about(component, className, phrase);
    }

    static String about(String component, String className, String phrase) {
        // By default, a component has the name of its class.
        String name = className.equals(component) ? "" : className + " ";
        return "component " + component + ": its class " + name + phrase;
    }

    /** A phrase about a class of which no object can be made. */
    static Optional<String> shape(Class<?> type, int parameters) {
        if (type.isInterface()) {
            return Optional.of("is an interface");
        }
        if (Modifier.isAbstract(type.getModifiers())) {
            return Optional.of("is abstract");
        }
        if (!Modifier.isPublic(type.getModifiers())) {
            return Optional.of("is not public");
        }
        boolean constructible = Stream.of(type.getConstructors())
                .anyMatch(constructor -> constructor.getParameterCount() == parameters);
        return constructible
                ? Optional.empty()
                : Optional.of("has no public constructor "
                        + (parameters == 0 ? "without parameters" : "with " + parameters + " parameters"));
    }

    /** If the method does not fit, DS returns no service object, and only logs that. */
    private static Optional<String> activation(Class<?> type, String name) {
        // DS looks for the default name in all components, and does not require it.
        if (name == null || name.equals("activate")) {
            return Optional.empty();
        }
        List<Method> methods = new ArrayList<>();
        try {
            for (Class<?> declaring = type; declaring != null; declaring = declaring.getSuperclass()) {
                methods.addAll(Stream.of(declaring.getDeclaredMethods())
                        .filter(method -> method.getName().equals(name))
                        .toList());
            }
        } catch (LinkageError ofAnotherMethod) {
            return Optional.empty();
        }
        if (methods.isEmpty()) {
            return Optional.of("has no method " + name + ", which is to activate it");
        }
        List<Optional<String>> misfits =
                methods.stream().map(ComponentClass::misfit).toList();
        return misfits.stream().allMatch(Optional::isPresent)
                ? misfits.get(0)
                        .map(parameter -> "has a method " + name + ", which is to activate it, with a parameter that DS"
                                + " does not give: " + parameter)
                : Optional.empty();
    }

    /** The type of a parameter that an activation method cannot have (OSGi Compendium, chapter 112.5.8). */
    private static Optional<String> misfit(Method method) {
        return Stream.of(method.getParameterTypes())
                .filter(type -> !type.isAnnotation() && !GIVEN.contains(type.getName()))
                .map(Class::getName)
                .findFirst();
    }

    /** By name: the framework itself checks that it is the same class for a user. */
    private Optional<String> missingService(Class<?> type) {
        return services.stream()
                .filter(service -> Supertypes.of(type, service).isEmpty())
                .map(service -> "does not implement " + service + ", which the component provides")
                .findFirst();
    }
}
