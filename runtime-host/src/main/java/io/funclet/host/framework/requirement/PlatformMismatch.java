package io.funclet.host.framework.requirement;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.namespace.ExecutionEnvironmentNamespace;
import org.osgi.framework.namespace.NativeNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;

/** Explains why a bundle, or its native code, is not for this Java or this machine. */
final class PlatformMismatch {

    /** For the specification this is the lowest version; for Felix the only one. */
    private static final Pattern SINGLE_VERSION = Pattern.compile(
            "\\(" + Pattern.quote(NativeNamespace.CAPABILITY_OSVERSION_ATTRIBUTE) + "=(\\d[^()\\[\\]]*)\\)");

    private final String filter;
    private final Map<String, Object> machine;

    private PlatformMismatch(BundleRequirement requirement, FrameworkWiring wiring) {
        this.filter = String.valueOf(requirement.getDirectives().get(NativeNamespace.REQUIREMENT_FILTER_DIRECTIVE));
        List<BundleCapability> capabilities = wiring.getBundle()
                .adapt(BundleRevision.class)
                .getDeclaredCapabilities(NativeNamespace.NATIVE_NAMESPACE);
        this.machine = capabilities.isEmpty() ? Map.of() : capabilities.get(0).getAttributes();
    }

    /** What there is instead of a required Java or machine; empty for other requirements. */
    static List<String> words(BundleRequirement requirement, FrameworkWiring wiring) {
        return switch (requirement.getNamespace()) {
            case ExecutionEnvironmentNamespace.EXECUTION_ENVIRONMENT_NAMESPACE -> List.of(RequirementText.thisJava());
            case NativeNamespace.NATIVE_NAMESPACE -> new PlatformMismatch(requirement, wiring).words();
            default -> List.of();
        };
    }

    private List<String> words() {
        List<String> words = new ArrayList<>();
        words.add("this process runs on " + first(NativeNamespace.CAPABILITY_OSNAME_ATTRIBUTE) + " "
                + first(NativeNamespace.CAPABILITY_OSVERSION_ATTRIBUTE) + ", processor "
                + first(NativeNamespace.CAPABILITY_PROCESSOR_ATTRIBUTE));
        Matcher version = SINGLE_VERSION.matcher(filter);
        if (version.find() && matchesInAnyVersion()) {
            words.add("an osversion without brackets means that version alone; for it and later ones, "
                    + "Bundle-NativeCode needs osversion=\"[" + version.group(1) + ",99)\"");
        }
        return words;
    }

    private String first(String attribute) {
        Object value = machine.get(attribute);
        return String.valueOf(
                value instanceof Collection<?> names ? names.iterator().next() : value);
    }

    private boolean matchesInAnyVersion() {
        String any = "(" + NativeNamespace.CAPABILITY_OSVERSION_ATTRIBUTE + "=*)";
        try {
            return FrameworkUtil.createFilter(SINGLE_VERSION.matcher(filter).replaceAll(any))
                    .matches(machine);
        } catch (InvalidSyntaxException none) {
            return false;
        }
    }
}
