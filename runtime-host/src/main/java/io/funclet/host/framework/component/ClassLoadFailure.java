package io.funclet.host.framework.component;

import io.funclet.api.FunctionHandler;
import io.funclet.host.framework.requirement.LibraryAdvice;
import io.funclet.host.framework.requirement.RequirementText;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.framework.Bundle;
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
            return "needs " + className + ", and the bundle does not import " + API
                    + ": its manifest needs Import-Package: " + API + ", which bnd writes by itself";
        }
        return "needs " + className + ", which " + absence(className);
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
                    + (provider.getBundleId() == 0
                            ? "the runtime"
                            : provider.getSymbolicName() + " " + provider.getVersion());
        }
        MisplacedClass inTheJar = new MisplacedClass(bundle);
        Optional<String> place = inTheJar.words(className);
        if (place.isPresent()) {
            return place.get();
        }
        boolean own = !wiring().listResources(from.replace('.', '/'), "*.class", BundleWiring.LISTRESOURCES_LOCAL)
                .isEmpty();
        return (own ? "is not in the bundle" : "is neither in the bundle nor in a package that it imports")
                + inTheJar.missingLibrary()
                        .map(library -> "; " + library)
                        .orElse(own ? "" : ": " + LibraryAdvice.add());
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
