package io.funclet.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.annotation.bundle.Requirement;
import org.osgi.service.component.annotations.ComponentPropertyType;

/**
 * The name under which a component that implements {@link FunctionHandler} or {@link TypedFunction} is called: its service
 * property {@code function.name}.
 *
 * <p>A component property type (OSGi Compendium, chapter 112.8.2). It also makes the bundle require a function container.
 * So a framework without one rejects the bundle with a reason, instead of never calling it.
 *
 * @since 1.0
 */
@ComponentPropertyType
@Requirement(namespace = "osgi.implementation", name = "io.funclet", version = "1.0.0")
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface FunctionName {

    /**
     * The name; what {@code function.handler} of the runtime's configuration refers to.
     *
     * @return a name of letters, digits, {@code _}, {@code -} and {@code .}, at most 140 characters
     */
    String value();
}
