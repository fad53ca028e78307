package io.funclet.host.framework.requirement;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.stream.Stream;
import org.apache.felix.framework.capabilityset.SimpleFilter;
import org.osgi.framework.Bundle;
import org.osgi.framework.namespace.BundleNamespace;
import org.osgi.framework.namespace.ExecutionEnvironmentNamespace;
import org.osgi.framework.namespace.HostNamespace;
import org.osgi.framework.namespace.IdentityNamespace;
import org.osgi.framework.namespace.NativeNamespace;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.resource.Namespace;

/**
 * A bundle's requirement in the words of its manifest, {@code imports package com.example [1.0.0,2.0.0)}, instead of
 * the framework's filter.
 */
public final class RequirementText {

    private static final String JAVA_SE = "JavaSE";
    private static final String SERVICE = "osgi.service";
    private static final String OBJECT_CLASS = "objectClass";

    private final String namespace;

    /** The attribute with the name of the required thing, usually the namespace. */
    private final String nameAttribute;

    /** Empty if the requirement names nothing. */
    private String name = "";

    private final VersionBounds versions = new VersionBounds();

    /** Further conditions. */
    private final StringJoiner others = new StringJoiner(" and ");

    private RequirementText(String namespace, SimpleFilter filter) {
        this.namespace = namespace;
        this.nameAttribute = namespace.equals(SERVICE) ? OBJECT_CLASS : namespace;
        conjuncts(filter).forEach(this::add);
    }

    public static String of(BundleRequirement requirement) {
        return of(requirement.getNamespace(), filter(requirement));
    }

    /** Repeats a text that is not a valid filter; {@code null} is none. */
    static String of(String namespace, String filter) {
        if (filter == null) {
            return verb(namespace);
        }
        return FilterText.parsed(filter)
                .map(demand -> new RequirementText(namespace, demand).words())
                .orElse(verb(namespace) + " " + filter);
    }

    /** The first words, which requirements of this kind have in common; empty if there are none. */
    static String verb(BundleRequirement requirement) {
        String verb = verb(requirement.getNamespace());
        return of(requirement).startsWith(verb + " ") ? verb : "";
    }

    /** The name of the required thing, without its version; the whole filter if there is no name. */
    static String name(BundleRequirement requirement) {
        String filter = filter(requirement);
        return Optional.ofNullable(filter)
                .flatMap(FilterText::parsed)
                .map(demand -> new RequirementText(requirement.getNamespace(), demand).name)
                .filter(found -> !found.isEmpty())
                .orElse(String.valueOf(filter));
    }

    /** Whether a provider of a service is required (OSGi Compendium, chapter 133). */
    static boolean isOfServiceLoader(BundleRequirement requirement) {
        return "osgi.serviceloader".equals(requirement.getNamespace());
    }

    /** Whether the bundle resolves only if this is met. */
    static boolean isMandatory(BundleRequirement requirement) {
        Map<String, String> directives = requirement.getDirectives();
        String resolution = directives.get(Namespace.REQUIREMENT_RESOLUTION_DIRECTIVE);
        return !Namespace.RESOLUTION_OPTIONAL.equals(resolution)
                && !PackageNamespace.RESOLUTION_DYNAMIC.equals(resolution)
                && !Namespace.EFFECTIVE_ACTIVE.equals(directives.get(Namespace.REQUIREMENT_EFFECTIVE_DIRECTIVE));
    }

    /** The name of a bundle that provides something, or would. */
    public static String provider(Bundle bundle) {
        return bundle.getBundleId() == 0 ? "the runtime" : bundle.getSymbolicName() + " " + bundle.getVersion();
    }

    public static String thisJava() {
        return "this process runs on Java " + Runtime.version().feature();
    }

    private static String filter(BundleRequirement requirement) {
        return requirement.getDirectives().get(Namespace.REQUIREMENT_FILTER_DIRECTIVE);
    }

    private static Stream<SimpleFilter> conjuncts(SimpleFilter filter) {
        return filter.getOperation() == SimpleFilter.AND
                ? FilterText.operands(filter).flatMap(RequirementText::conjuncts)
                : Stream.of(filter);
    }

    private void add(SimpleFilter demand) {
        boolean names = nameAttribute.equals(demand.getName()) && demand.getOperation() == SimpleFilter.EQ;
        if (names && name.isEmpty()) {
            name = String.valueOf(demand.getValue());
        } else if (!versions.add(demand)) {
            others.add(FilterText.of(demand));
        }
    }

    private String words() {
        List<String> words = new ArrayList<>();
        if (namespace.equals(NativeNamespace.NATIVE_NAMESPACE)) {
            return verb(namespace) + " "
                    + others.toString().replace(namespace + ".", "").replaceAll("~?=", " ");
        }
        if (!namespace.equals(ExecutionEnvironmentNamespace.EXECUTION_ENVIRONMENT_NAMESPACE)) {
            words.addAll(List.of(verb(namespace), name, versions.toString()));
        } else if (name.equals(JAVA_SE)) {
            words.addAll(List.of("requires Java", versions.ofJava()));
        } else {
            words.addAll(List.of("requires execution environment", name, versions.toString()));
        }
        words.add(others.length() == 0 ? "" : "with " + others);
        words.removeIf(String::isEmpty);
        return String.join(" ", words);
    }

    private static String verb(String namespace) {
        return switch (namespace) {
            case PackageNamespace.PACKAGE_NAMESPACE -> "imports package";
            case HostNamespace.HOST_NAMESPACE -> "is a fragment of bundle";
            case BundleNamespace.BUNDLE_NAMESPACE, IdentityNamespace.IDENTITY_NAMESPACE -> "requires bundle";
            case SERVICE -> "requires service";
            case NativeNamespace.NATIVE_NAMESPACE -> "has native code only for";
            case "osgi.extender" -> "requires extender";
            case "osgi.implementation" -> "requires implementation";
            case "osgi.contract" -> "requires contract";
            default -> "requires " + namespace;
        };
    }
}
