package io.funclet.host.framework.component;

import io.funclet.api.FunctionHandler;
import io.funclet.host.framework.requirement.LibraryAdvice;
import io.funclet.host.framework.requirement.RenamedPackages;
import io.funclet.host.framework.requirement.RequirementText;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;

/**
 * Explains to a bundle's author why a class cannot be loaded. The exception only names the class.
 *
 * @param bundle a resolved bundle
 */
record ClassLoadFailure(Bundle bundle) {

    private static final String API = FunctionHandler.class.getPackageName();

    /** From the message of an {@link UnsupportedClassVersionError}. */
    private static final Pattern CLASS_FILE_VERSION = Pattern.compile("class file version (\\d+)\\.0\\)");

    /** Class file versions are this number higher than those of Java. */
    private static final int BEFORE_JAVA_1 = 44;

    private static final Pattern MISSING = Pattern.compile(
            "java\\.lang\\.(?:ClassNotFoundException|NoClassDefFoundError): ([^\\s:]+)(?: not found by .*)?");

    /** The text of an exception about a class that is missing or does not fit its users. */
    private static final Pattern LASTING = Pattern.compile("java\\.lang\\."
            + "(?:ClassNotFoundException|NoClassDefFoundError(?!: Could not initialize class)|ClassFormatError|VerifyError"
            + "|UnsupportedClassVersionError|ClassCircularityError|BootstrapMethodError|IncompatibleClassChangeError"
            + "|AbstractMethodError|IllegalAccessError|InstantiationError|NoSuchFieldError|NoSuchMethodError)\\b.*");

    /** Whether a class is at fault, so that each attempt fails in the same way. */
    static boolean isMeantBy(String thrown) {
        return LASTING.matcher(thrown).matches();
    }

    String words(LinkageError failure) {
        if (failure instanceof UnsupportedClassVersionError) {
            Matcher version = CLASS_FILE_VERSION.matcher(String.valueOf(failure.getMessage()));
            if (version.find()) {
                return "is compiled for Java " + (Integer.parseInt(version.group(1)) - BEFORE_JAVA_1) + ", and "
                        + RequirementText.thisJava();
            }
        }
        String printed = failure.toString();
        String words = words(printed);
        return words.equals(printed) ? "cannot be loaded: " + printed : words;
    }

    /** A phrase about the missing class if a printed exception is about one; otherwise its own text. */
    String words(String printed) {
        Matcher missing = MISSING.matcher(printed);
        return missing.matches() ? missing(missing.group(1).replace('/', '.')) : printed;
    }

    /** What to do about a class that another one of the bundle needs. */
    private String missing(String className) {
        if (packageOf(className).equals(API) && provider(API) == null) {
            return "needs " + className + ", and the bundle does not import " + API + importsIt(API);
        }
        return "needs " + className + ", which " + absence(className);
    }

    private static String importsIt(String packageName) {
        return ": its manifest needs Import-Package: " + packageName + ", which bnd writes by itself";
    }

    /** A phrase about a class that was not found. */
    String absence(String className) {
        if (className.startsWith("java.")) {
            return "is not in this Java";
        }
        String from = packageOf(className);
        Bundle provider = provider(from);
        if (provider != null) {
            return "is not in the package " + from + " that the bundle imports from "
                    + RequirementText.provider(provider);
        }
        MisplacedClass inTheJar = new MisplacedClass(bundle);
        Optional<String> place = inTheJar.words(className);
        if (place.isPresent()) {
            return place.get();
        }
        boolean own = !wiring().listResources(from.replace('.', '/'), "*.class", BundleWiring.LISTRESOURCES_LOCAL)
                .isEmpty();
        Optional<String> exporter = own ? Optional.empty() : exporter(from);
        if (exporter.isPresent()) {
            return "is not in the bundle, which does not import its package from " + exporter.get() + importsIt(from);
        }
        return (own ? "is not in the bundle" : "is neither in the bundle nor in a package that it imports")
                + inTheJar.missingLibrary().map(library -> "; " + library).orElse(own ? "" : ": " + advice(from));
    }

    private String advice(String packageName) {
        return RenamedPackages.advice(List.of(packageName), this::exporter).orElseGet(LibraryAdvice::add);
    }

    /** The bundle from which the package of a class is imported; empty if it is not. */
    Optional<String> source(String className) {
        return Optional.ofNullable(provider(packageOf(className))).map(RequirementText::provider);
    }

    /** Who would have a package for the bundle, if it were imported. */
    private Optional<String> exporter(String packageName) {
        // A bundle that has not started has no context. Nearly all have a wire to the runtime.
        BundleContext context = bundle.getBundleContext();
        Stream<Bundle> others = context == null
                ? wiring().getRequiredWires(null).stream()
                        .map(wire -> wire.getProvider().getBundle())
                        .distinct()
                : Stream.of(context.getBundles());
        return RenamedPackages.exporter(others, packageName);
    }

    private static String packageOf(String className) {
        return className.substring(0, Math.max(0, className.lastIndexOf('.')));
    }

    private BundleWiring wiring() {
        return bundle.adapt(BundleWiring.class);
    }

    /** The bundle from which this one imports a package; {@code null} if there is none. */
    private Bundle provider(String packageName) {
        for (BundleWire wire : wiring().getRequiredWires(PackageNamespace.PACKAGE_NAMESPACE)) {
            if (packageName.equals(wire.getCapability().getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE))) {
                return wire.getProvider().getBundle();
            }
        }
        return null;
    }
}
