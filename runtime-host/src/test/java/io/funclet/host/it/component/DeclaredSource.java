package io.funclet.host.it.component;

import io.funclet.host.it.jar.FunctionSource;

/** Sources of components with attributes of their own. */
final class DeclaredSource {

    private DeclaredSource() {}

    /** A function {@code Fn} of a package of its own, with these attributes of its component. */
    static FunctionSource function(String name, String attributes, String members) {
        return source(
                "it." + name,
                "Fn",
                "@FunctionName(\"" + name + "\")\n@Component" + attributes,
                "FunctionHandler",
                members);
    }

    /** A component that is no function. */
    static FunctionSource component(String packageName, String name, String attributes, String members) {
        return source(packageName, name, "@Component" + attributes, "java.io.Serializable", members);
    }

    private static FunctionSource source(
            String packageName, String name, String annotations, String implemented, String members) {
        return new FunctionSource(
                packageName + "." + name, """
                package %s;

                import io.funclet.api.*;
                import org.osgi.service.component.annotations.*;

                %s
                public class %s implements %s {
                    %s
                }
                """.formatted(packageName, annotations, name, implemented, members));
    }
}
